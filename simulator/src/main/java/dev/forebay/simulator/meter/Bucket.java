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
final class Bucket implements Allowance {

    private final long tickNanos;
    private final long ticksPerPeriod;
    private final long burstTicks;
    private long limit;
    private long capacity;
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
        this.burstTicks = burst.toNanos() / tickNanos;
        this.capacity = limit * burstTicks;
        this.level = capacity;
        this.lastNanos = nowNanos;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public void change(long newLimit) {
        limit = newLimit;
        capacity = limit * burstTicks;
        level = Math.min(level, capacity);
    }

    @Override
    public void refill(long nowNanos) {
        long ticks = (nowNanos - lastNanos) / tickNanos;
        if (ticks <= 0) {
            return;
        }
        lastNanos += ticks * tickNanos;
        level = ticks >= ticksUntil(capacity) ? capacity : level + ticks * limit;
    }

    @Override
    public boolean fits(long permits) {
        return level >= needed(permits);
    }

    @Override
    public long nanosUntilFits(long permits) {
        return ticksUntil(needed(permits)) * tickNanos;
    }

    @Override
    public long nanosUntilFull() {
        return ticksUntil(capacity) * tickNanos;
    }

    @Override
    public void charge(long permits) {
        level -= permits * ticksPerPeriod;
    }

    @Override
    public long remaining() {
        return Math.floorDiv(level, ticksPerPeriod);
    }

    @Override
    public double levelPermits() {
        return (double) level / ticksPerPeriod;
    }

    @Override
    public double capacityPermits() {
        return (double) capacity / ticksPerPeriod;
    }

    @Override
    public double permitsPerNano() {
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
