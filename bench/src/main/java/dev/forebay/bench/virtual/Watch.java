package dev.forebay.bench.virtual;

import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.pool.Why;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees whether a pool keeps its promises while it runs. For one thread.
 *
 * <ul>
 *   <li>T2 ledger: at rest nothing is in flight, waits or is reserved.
 *   <li>T5 extend only: no pause is shortened, and no call is granted in one.
 *   <li>T8 no idle fit: whenever something waits, something binds.
 *   <li>T13 settle once: each grant has exactly one end.
 * </ul>
 */
final class Watch implements EventListener {

    /** Enough to understand what is wrong. */
    private static final int VIOLATIONS_MAX = 10;

    private final LabClock clock;
    private final List<String> violations = new ArrayList<>();
    private long pausedUntilNanos;
    private long granted;
    private long ended;

    Watch(LabClock clock) {
        this.clock = clock;
    }

    @Override
    public void on(Event event) {
        long now = clock.elapsedNanos();
        if (event instanceof Event.Granted) {
            granted++;
            if (now < pausedUntilNanos) {
                violated("T5: a call was granted in a pause");
            }
        } else if (event instanceof Event.Paused paused) {
            long until = now + paused.pause().toNanos();
            if (until < pausedUntilNanos) {
                violated("T5: a pause was shortened");
            }
            pausedUntilNanos = Math.max(pausedUntilNanos, until);
        } else if (event instanceof Event.Settled
                || event instanceof Event.Cancelled
                || event instanceof Event.Expired) {
            ended++;
        }
    }

    /** Between two alarms of the clock. */
    void between(Pool pool) {
        Why why = pool.why();
        if (why.waiting() > 0 && why.binding().isEmpty()) {
            violated("T8: something waits and nothing binds: " + why);
        }
    }

    /** When all is done. */
    void atRest(Pool pool) {
        Snapshot snapshot = pool.snapshot();
        if (snapshot.inFlight() != 0 || snapshot.waiting() != 0) {
            violated("T2: " + snapshot.inFlight() + " in flight and " + snapshot.waiting() + " waiting at rest");
        }
        for (Snapshot.MeterSnapshot meter : snapshot.meters()) {
            if (meter.reserved() != 0) {
                violated("T2: reserved at rest: " + meter);
            }
        }
        if (granted != ended) {
            violated("T13: " + granted + " grants and " + ended + " ends");
        }
    }

    /** What was promised and not kept. */
    List<String> violations() {
        return violations;
    }

    private void violated(String what) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add("after " + clock.elapsedNanos() / 1e9 + " s, " + what);
        }
    }
}
