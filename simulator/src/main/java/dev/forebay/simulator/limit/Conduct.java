package dev.forebay.simulator.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What makes the limits of a provider hard to follow. Immutable.
 *
 * @param neighbour who else uses the key
 * @param changes of the limits in the midst of the run, in order of time
 * @param acceleration a cap on growth
 * @param stamp when the levels in headers are taken
 * @param clockSkew how far the provider's wall clock, and with it all dates in headers, is ahead of ours; -1 to 1 day
 */
public record Conduct(
        Optional<Neighbour> neighbour,
        List<LimitChange> changes,
        Optional<Acceleration> acceleration,
        Stamp stamp,
        Duration clockSkew) {

    private static final Duration LARGEST_SKEW = Duration.ofDays(1);

    /** Checks the ranges. */
    public Conduct {
        changes = List.copyOf(changes);
        if (clockSkew.abs().compareTo(LARGEST_SKEW) > 0) {
            throw new IllegalArgumentException("the clock skew is " + clockSkew + "; allowed is -24 h to 24 h");
        }
    }

    /** Nothing of the kind. */
    public static Conduct plain() {
        return new Conduct(Optional.empty(), List.of(), Optional.empty(), Stamp.AS_SEEN, Duration.ZERO);
    }

    /** The same with somebody else on the key. */
    public Conduct withNeighbour(Neighbour other) {
        return new Conduct(Optional.of(other), changes, acceleration, stamp, clockSkew);
    }

    /** The same with limits that change. */
    public Conduct withChanges(List<LimitChange> ofTheLimits) {
        return new Conduct(neighbour, ofTheLimits, acceleration, stamp, clockSkew);
    }

    /** The same with a cap on growth. */
    public Conduct withAcceleration(Acceleration cap) {
        return new Conduct(neighbour, changes, Optional.of(cap), stamp, clockSkew);
    }

    /** The same with levels in headers taken at another moment. */
    public Conduct withStamp(Stamp moment) {
        return new Conduct(neighbour, changes, acceleration, moment, clockSkew);
    }

    /** The same with a wall clock that is ahead, or behind if negative. */
    public Conduct withClockSkew(Duration ahead) {
        return new Conduct(neighbour, changes, acceleration, stamp, ahead);
    }
}
