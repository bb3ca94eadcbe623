package dev.forebay.queue;

import java.util.Objects;

/**
 * How a delivery ended without a result. Immutable.
 *
 * @param raises the counter that grows by one
 * @param reason for a person to read; cut to {@value #REASON_LENGTH_MAX} characters; must hold no secret
 * @param costMicros what the delivery cost, in millionths of a dollar; zero or more
 */
public record Ending(Raises raises, String reason, long costMicros) {

    /** Enough for an error message of a provider. */
    public static final int REASON_LENGTH_MAX = 1_000;

    /** The counter that an ending raises. */
    public enum Raises {
        /** None: nothing was sent, as when a worker drains. */
        NOTHING,
        /** An attempt was used. */
        ATTEMPT,
        /** The provider said wait; never an attempt. */
        THROTTLE
    }

    /** Cuts the reason and checks the cost. */
    public Ending {
        Objects.requireNonNull(raises, "raises");
        if (reason.length() > REASON_LENGTH_MAX) {
            reason = reason.substring(0, REASON_LENGTH_MAX);
        }
        StoreArguments.checkCost(costMicros);
    }

    /** An ending that costs nothing and counts as nothing. */
    public static Ending uncounted(String reason) {
        return new Ending(Raises.NOTHING, reason, 0);
    }

    /** An ending that used an attempt. */
    public static Ending attempt(String reason) {
        return new Ending(Raises.ATTEMPT, reason, 0);
    }

    /** An ending that used no attempt, because the provider said wait. */
    public static Ending throttled(String reason) {
        return new Ending(Raises.THROTTLE, reason, 0);
    }

    /** The counters after this ending. */
    Counters raise(Counters counters) {
        return switch (raises) {
            case NOTHING -> counters;
            case ATTEMPT -> counters.withAttempts(counters.attempts() + 1);
            case THROTTLE ->
                new Counters(counters.deliveries(), counters.attempts(), counters.throttles() + 1, counters.crashes());
        };
    }

    /** The same ending with a cost. */
    public Ending costing(long micros) {
        return new Ending(raises, reason, micros);
    }
}
