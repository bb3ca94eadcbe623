package dev.forebay.limit;

import dev.forebay.signal.Dimension;

/** The answer to "may this start now?"; a refusal says when, or why never. Immutable. */
public sealed interface Decision {

    /** Yes, now. */
    record Granted() implements Decision {
        /** The one instance. */
        public static final Granted INSTANCE = new Granted();
    }

    /**
     * Not before an instant: exact, unless something is settled first; one nanosecond earlier would refuse.
     *
     * @param nanos on the monotonic time
     * @param reason what binds: a dimension, or the pause or the pace of the pool
     */
    record NotUntil(long nanos, String reason) implements Decision {}

    /**
     * Not before something of ours is released; no time can be told.
     *
     * @param dimension {@link Dimension#CONCURRENCY} or {@link Dimension#MONEY}
     */
    record WhenReleased(Dimension dimension) implements Decision {}

    /**
     * Never: it asks for more than the limit gives in a whole period.
     *
     * @param dimension which limit
     * @param limit what it gives in a period, in permits
     */
    record Impossible(Dimension dimension, long limit) implements Decision {}
}
