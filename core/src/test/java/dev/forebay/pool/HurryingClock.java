package dev.forebay.pool;

import dev.forebay.time.Clock;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A manual clock that jumps to each alarm as soon as it is armed, on a thread of its own: for tests of what blocks. Alarms of
 * five minutes or more, such as the leases of reservations, wait as on a clock that stands still.
 */
final class HurryingClock implements Clock, AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(5);

    final ManualClock manual = new ManualClock();
    private final ExecutorService hands = Executors.newSingleThreadExecutor();

    @Override
    public long nanoTime() {
        return manual.nanoTime();
    }

    @Override
    public Instant instant() {
        return manual.instant();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        Duration at = manual.elapsed().plus(delay);
        Alarm alarm = manual.schedule(delay, task);
        if (delay.compareTo(LONG) < 0) {
            hands.execute(() -> advanceTo(at));
        }
        return alarm;
    }

    private void advanceTo(Duration at) {
        Duration left = at.minus(manual.elapsed());
        manual.advance(left.isNegative() ? Duration.ZERO : left);
    }

    @Override
    public void close() {
        hands.shutdown();
    }
}
