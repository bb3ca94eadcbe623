package dev.forebay.stress;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Reservation;
import dev.forebay.pool.Snapshot;
import dev.forebay.signal.Usage;
import dev.forebay.time.ManualClock;
import java.time.Duration;

/** A pool of one call at a time, in which one is in flight, on a clock that only {@link #letLeaseRunOut} moves. Thread-safe. */
final class NarrowPool {

    static final Cost COST = Cost.tokens(10, 2);
    static final Usage USAGE = Usage.tokens(9, 1);

    private static final Duration LEASE = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    final Pool pool = Pool.builder("narrow")
            .clock(clock)
            .limits(Limits.parse("rpm=1000000,itpm=10000000,otpm=10000000").withConcurrency(1))
            .reservationLease(LEASE)
            .build();
    final Reservation flying = pool.tryAcquire(COST).orElseThrow();

    void letLeaseRunOut() {
        clock.advance(LEASE);
    }

    /** Calls in flight and in the line, and one more for anything that a meter holds although nothing is in flight. */
    int left() {
        Snapshot snapshot = pool.snapshot();
        boolean reserved = snapshot.meters().stream().anyMatch(meter -> meter.reserved() != 0);
        int torn = reserved == snapshot.inFlight() > 0 ? 0 : 100;
        return snapshot.inFlight() + 10 * snapshot.waiting() + torn;
    }
}
