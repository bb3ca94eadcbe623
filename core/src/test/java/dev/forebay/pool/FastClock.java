package dev.forebay.pool;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock run a thousand times too fast: a lease of a second is over in a millisecond. Thread-safe. */
final class FastClock implements Clock, AutoCloseable {

    private static final long SPEED = 1_000;

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1);
    private final long startNanos = System.nanoTime();

    FastClock() {
        alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return (System.nanoTime() - startNanos) * SPEED;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        // Rounded up: an alarm that comes early would find its lease still running.
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay)) / SPEED + 1;
        Future<?> pending = alarms.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
