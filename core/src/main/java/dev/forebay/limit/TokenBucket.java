package dev.forebay.limit;

import java.time.Duration;

/**
 * A bucket of permits that refills continuously, in micro-permits. It reads no clock: each step is a function of what it holds
 * and of the monotonic time that it is told. Not thread-safe.
 */
public final class TokenBucket {

    /*
     * Why integers. A level in floating point drifts by a rounding error per step, and a limiter takes millions of steps;
     * then neither "full" nor "never more than burst + rate x time" can be asserted exactly. Here a refill over [0, T] gives
     * the same level in one step or in a million, because the remainder of each division is carried to the next.
     *
     * Why the level may be negative. A call is charged by an estimate and corrected by its real usage [1]. If it used more,
     * the difference is owed and the next calls wait it out; cutting the level at zero would forgive the debt and overrun
     * the provider's bucket, which keeps it: a recorded Anthropic bucket stood at about -5 % of its limit.
     *
     * Why not GCRA's single timestamp [2]. It is the same bucket in other coordinates, and smaller. But settling, fusing a
     * provider's header into the level, and a changed limit all speak of levels; the translation would stand in each.
     *
     * Why it changes in place. A new one for each step was a third of what a pool allocated, and a fifth of its time.
     *
     * [1] Reserve and settle: the two-phase transfer of payment systems.
     * [2] ATM Forum Traffic Management 4.0, section 4.4.3 (virtual scheduling and the leaky bucket are equivalent).
     */

    private Rate rate;
    private long capacityMicros;
    private long levelMicros;
    private long carry;
    private long atNanos;

    private TokenBucket(long levelMicros, long capacityMicros, Rate rate, long nowNanos) {
        this.levelMicros = levelMicros;
        this.capacityMicros = checked(capacityMicros);
        this.rate = rate;
        atNanos = nowNanos;
    }

    /**
     * A bucket that holds so much at the start.
     *
     * @param levelMicros negative is debt; cut at the capacity
     * @param capacityMicros what it holds when full, 1 or more
     */
    public static TokenBucket holding(long levelMicros, long capacityMicros, Rate rate, long nowNanos) {
        return new TokenBucket(Math.min(levelMicros, capacityMicros), capacityMicros, rate, nowNanos);
    }

    /** The capacity that so much time of refill fills, at least one micro-permit. */
    public static long capacityOf(Rate rate, Duration burst) {
        return Math.max(1, rate.microsIn(burst.toNanos()));
    }

    /** What it held when it was last refilled, and what was taken or given back since; negative is debt. */
    public long levelMicros() {
        return levelMicros;
    }

    /** What it holds when full. */
    public long capacityMicros() {
        return capacityMicros;
    }

    /** How it refills. */
    public Rate rate() {
        return rate;
    }

    /** The monotonic time up to which it is refilled. */
    public long atNanos() {
        return atNanos;
    }

    /** What it will hold at a later time if nothing is taken before; an earlier one is now. Changes nothing. */
    public long levelMicrosAt(long nanos) {
        long elapsed = nanos - atNanos;
        if (elapsed <= 0) {
            return levelMicros;
        }
        long due = rate.in(elapsed, carry).micros();
        return fills(due) ? Math.max(levelMicros, capacityMicros) : levelMicros + due;
    }

    /**
     * Lets time pass; an earlier time changes nothing.
     *
     * @return whether it is full now, so that refill may have been lost
     */
    public boolean refill(long nowNanos) {
        long elapsed = nowNanos - atNanos;
        if (elapsed > 0) {
            Rate.Refill due = rate.in(elapsed, carry);
            boolean full = fills(due.micros());
            levelMicros = full ? Math.max(levelMicros, capacityMicros) : levelMicros + due.micros();
            carry = full ? 0 : due.carry();
            atNanos = nowNanos;
        }
        return levelMicros >= capacityMicros;
    }

    private boolean fills(long dueMicros) {
        return dueMicros >= capacityMicros - levelMicros;
    }

    /** Sets what it holds, cut at the capacity. */
    public void level(long micros) {
        levelMicros = Math.min(micros, capacityMicros);
    }

    /** Takes permits, or gives them back if negative; the level may fall below zero. */
    public void take(long micros) {
        level(levelMicros - micros);
    }

    /** Sets another capacity, 1 or more, and cuts the level to it. */
    public void capacity(long micros) {
        capacityMicros = checked(micros);
        level(levelMicros);
    }

    /** Sets another rate from now on. */
    public void rate(Rate newRate) {
        if (!newRate.equals(rate)) {
            rate = newRate;
            carry = 0;
        }
    }

    /**
     * The earliest monotonic time at which the level reaches {@code micros}, if nothing is taken before.
     *
     * @param micros at most the capacity; more is treated as the capacity, since the level never rises above it
     */
    public long nanosAtLevel(long micros) {
        return atNanos + rate.nanosFor(Math.min(micros, capacityMicros) - levelMicros, carry);
    }

    private static long checked(long capacityMicros) {
        if (capacityMicros < 1) {
            throw new IllegalArgumentException("capacity is " + capacityMicros + " micro-permits; allowed: 1 or more");
        }
        return capacityMicros;
    }
}
