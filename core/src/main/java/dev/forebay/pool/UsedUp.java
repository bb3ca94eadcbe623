package dev.forebay.pool;

import dev.forebay.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from a quota that is used up: a day's or a month's, a spend cap, an empty account. Not thread-safe. */
final class UsedUp {

    private final Gate gate;

    UsedUp(Gate gate) {
        this.gate = gate;
    }

    /** Stops the pool: until the time that was told, else until the next midnight of a limit by the calendar day, else for good. */
    Outcome stops(Ticket ticket, Signal signal, long nowNanos, Instant wall) {
        String reason = Feedback.said("quota exhausted", signal)
                + signal.until().map(instant -> " (until " + instant + ")").orElse("");
        Optional<Duration> wait =
                signal.until().map(instant -> Duration.between(wall, instant)).or(signal::retryAfter);
        Optional<Instant> midnight = gate.ledger().midnightAfter(ticket.sentNanos());
        if (wait.isEmpty() && midnight.isPresent()) {
            return stopsUntil(midnight.get(), reason, nowNanos, wall);
        }
        Gate.Stop stop = Gate.Stop.forGood(Outcome.Kind.HELD, reason);
        gate.stop(wait.isPresent() ? stop.after(wait.get(), nowNanos) : stop);
        return Outcome.of(Outcome.Kind.HELD, reason);
    }

    private Outcome stopsUntil(Instant midnight, String quota, long nowNanos, Instant wall) {
        String reason = quota + " (until " + midnight + ", when a limit by the day is whole again)";
        if (!wall.isBefore(midnight)) {
            // The call was sent on a day that is over by now, and so was its quota.
            return new Outcome(Outcome.Kind.THROTTLED, reason, Duration.ZERO, true);
        }
        gate.stop(Gate.Stop.forGood(Outcome.Kind.HELD, reason).at(midnight, wall, nowNanos));
        return Outcome.of(Outcome.Kind.HELD, reason);
    }
}
