package dev.forebay.simulator.meter;

import java.time.Duration;

/**
 * A bucket that refills continuously, counted exactly. Not thread-safe: {@link Meters} is used under the provider's lock.
 *
 * <p>The unit of the level is the part of a permit that one unit of the limit yields in one tick: a period has so many
 * ticks that a permit is {@code ticksPerPeriod} units, and each tick brings {@code limit} units. So no refill is ever
 * rounded, however often the bucket is looked at.
 *
 * <p>A request that is larger than the whole bucket, but not than the limit, passes when the bucket is full, and puts it
 * into debt: with a burst of a second, limits as published would otherwise refuse ordinary requests for ever.
 */
final class Bucket {

    private final long limit;
    private final long tickNanos;
    private final long ticksPerPeriod;
    private final long capacity;
    private long level;
    private long lastNanos;

    /**
     * Creates a full bucket.
     *
     * @param limit permits per period
     * @param burst the refill that fills an empty bucket
     * @param tickNanos how finely time is counted
     */
    Bucket(long limit, Duration period, Duration burst, long tickNanos, long nowNanos) {
        this.limit = limit;
        this.tickNanos = tickNanos;
        this.ticksPerPeriod = period.toNanos() / tickNanos;
        this.capacity = limit * (burst.toNanos() / tickNanos);
        this.level = capacity;
        this.lastNanos = nowNanos;
    }

    long limit() {
        return limit;
    }

    /** Lets the time pass until {@code nowNanos}. */
    void refill(long nowNanos) {
        long ticks = (nowNanos - lastNanos) / tickNanos;
        if (ticks <= 0) {
            return;
        }
        lastNanos += ticks * tickNanos;
        level = ticks >= ticksUntil(capacity) ? capacity : level + ticks * limit;
    }

    /** Whether {@code permits} could be charged now. */
    boolean fits(long permits) {
        return level >= needed(permits);
    }

    /** True if a request of that size can never pass. */
    boolean neverFits(long permits) {
        return permits > limit;
    }

    /** The time until {@code permits} fit, if nothing is charged meanwhile; 0 if they fit now. */
    long nanosUntilFits(long permits) {
        return ticksUntil(needed(permits)) * tickNanos;
    }

    /** The time until the bucket is full, if nothing is charged meanwhile. */
    long nanosUntilFull() {
        return ticksUntil(capacity) * tickNanos;
    }

    /** Takes permits away, below zero if it must be. */
    void charge(long permits) {
        level -= permits * ticksPerPeriod;
    }

    /** The whole permits in the bucket, rounded down; negative in debt. */
    long remaining() {
        return Math.floorDiv(level, ticksPerPeriod);
    }

    /** The permits in the bucket, for statistics. */
    double levelPermits() {
        return (double) level / ticksPerPeriod;
    }

    /** The permits that a full bucket holds, for statistics. */
    double capacityPermits() {
        return (double) capacity / ticksPerPeriod;
    }

    /** The permits that flow in per nanosecond, for statistics. */
    double permitsPerNano() {
        return (double) limit / ticksPerPeriod / tickNanos;
    }

    private long needed(long permits) {
        long units = permits * ticksPerPeriod;
        return neverFits(permits) ? units : Math.min(units, capacity);
    }

    private long ticksUntil(long wanted) {
        return wanted <= level ? 0 : (wanted - level + limit - 1) / limit;
    }
}
