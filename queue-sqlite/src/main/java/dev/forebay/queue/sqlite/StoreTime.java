package dev.forebay.queue.sqlite;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The store's clock, in milliseconds since 1970: the wall time at which the store was opened, carried on by the monotonic
 * time. So a jump of the wall clock neither ends a lease nor stretches a delay while the process lives. Thread-safe.
 */
final class StoreTime {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private final long originNanos;
    private final long originMillis;

    StoreTime(Clock clock) {
        this.clock = clock;
        this.originNanos = clock.nanoTime();
        this.originMillis = clock.instant().toEpochMilli();
    }

    long nowMillis() {
        return originMillis + Math.floorDiv(clock.nanoTime() - originNanos, NANOS_PER_MILLI);
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    /** A moment that is not before {@code delay} has passed: rounded up. */
    long millisAfter(Duration delay) {
        long nanos = clock.nanoTime() - originNanos + delay.toNanos();
        return originMillis - Math.floorDiv(-nanos, NANOS_PER_MILLI);
    }
}
