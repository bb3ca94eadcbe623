package dev.forebay.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * What one asks of a pool: permits for a cost, at a priority or at a place kept from before. Immutable.
 *
 * @param cost the size of the call
 * @param priority who goes first; default {@link Priority#NORMAL}
 * @param place a place in the line that the call already has; default: the end of its priority
 * @param startWithin after what time the call is of no use any more if it has not started; default: never. It counts from the
 *     asking; a call that came back to its place after a throttle is not asked again
 */
public record Request(Cost cost, Priority priority, Optional<Place> place, Optional<Duration> startWithin) {

    /** Checks the range. */
    public Request {
        if (startWithin.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("start within " + startWithin.get() + "; allowed: zero or more");
        }
    }

    /** A request that waits as long as it takes. */
    public Request(Cost cost, Priority priority, Optional<Place> place) {
        this(cost, priority, place, Optional.empty());
    }

    /** A request with the defaults. */
    public static Request of(Cost cost) {
        return new Request(cost, Priority.NORMAL, Optional.empty(), Optional.empty());
    }

    /** The same at another priority. */
    public Request withPriority(Priority priority) {
        return new Request(cost, priority, Optional.empty(), startWithin);
    }

    /** The same at a place that the call already has. */
    public Request at(Place place) {
        return new Request(cost, place.priority(), Optional.of(place), Optional.empty());
    }

    /**
     * The same with a deadline: if it cannot start in time, it fails at once with a {@link DeadlineException} that says when it
     * could.
     *
     * @param within zero or more
     */
    public Request startWithin(Duration within) {
        return new Request(cost, priority, place, Optional.of(within));
    }
}
