package dev.forebay.limit;

import java.time.Duration;

/**
 * A bucket of permits that refills continuously: the state, and the pure functions on it. Immutable.
 *
 * @param levelMicros what it holds now; negative is debt
 * @param capacityMicros what it holds when full, 1 or more
 * @param rate how it refills
 * @param carry the part of a micro-permit that the last refill could not give, below the rate's denominator
 * @param atNanos the monotonic time of this state
 */
public record TokenBucket(long levelMicros, long capacityMicros, Rate rate, long carry, long atNanos) {

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
     * [1] Reserve and settle: the two-phase transfer of payment systems.
     * [2] ATM Forum Traffic Management 4.0, section 4.4.3 (virtual scheduling and the leaky bucket are equivalent).
     */

    /** Checks the ranges. */
    public TokenBucket {
        if (capacityMicros < 1 || carry < 0 || carry >= rate.denominator()) {
            throw new IllegalArgumentException("capacity " + capacityMicros + ", carry " + carry
                    + "; allowed: capacity >= 1, carry below " + rate.denominator());
        }
    }

    /** A bucket that holds so much of its capacity at the start. */
    public static TokenBucket holding(long levelMicros, long capacityMicros, Rate rate, long nowNanos) {
        return new TokenBucket(Math.min(levelMicros, capacityMicros), capacityMicros, rate, 0, nowNanos);
    }

    /** The capacity that so much time of refill fills, at least one micro-permit. */
    public static long capacityOf(Rate rate, Duration burst) {
        return Math.max(1, rate.microsIn(burst.toNanos()));
    }

    /**
     * The state at a later time; an earlier one changes nothing.
     *
     * @param nowNanos the monotonic time
     */
    public TokenBucket at(long nowNanos) {
        // Always a new one, even where nothing changes: what is sometimes the old one has to be made on the heap each
        // time.
        long elapsed = Math.max(0, nowNanos - atNanos);
        Rate.Refill refill = rate.in(elapsed, carry);
        boolean full = elapsed > 0 && refill.micros() >= capacityMicros - levelMicros;
        long level = full ? Math.max(levelMicros, capacityMicros) : levelMicros + refill.micros();
        return new TokenBucket(level, capacityMicros, rate, full ? 0 : refill.carry(), atNanos + elapsed);
    }

    /** The state with another level, at most the capacity. */
    public TokenBucket withLevel(long micros) {
        return new TokenBucket(Math.min(micros, capacityMicros), capacityMicros, rate, carry, atNanos);
    }

    /** The state with permits taken (positive) or given back (negative); the level may fall below zero. */
    public TokenBucket minus(long micros) {
        return withLevel(levelMicros - micros);
    }

    /** The state with another capacity, and the level cut to it. */
    public TokenBucket withCapacity(long micros) {
        return new TokenBucket(Math.min(levelMicros, micros), micros, rate, carry, atNanos);
    }

    /** The state with another rate from now on. */
    public TokenBucket withRate(Rate newRate) {
        return newRate.equals(rate) ? this : new TokenBucket(levelMicros, capacityMicros, newRate, 0, atNanos);
    }

    /**
     * The earliest monotonic time at which the level reaches {@code micros}, if nothing is taken before.
     *
     * @param micros at most the capacity; more is treated as the capacity, since the level never rises above it
     */
    public long nanosAtLevel(long micros) {
        return atNanos + rate.nanosFor(Math.min(micros, capacityMicros) - levelMicros, carry);
    }

    /**
     * One step: takes {@code costMicros} if the bucket holds {@code needMicros}.
     *
     * <p>A cost above the capacity waits for a full bucket and goes into debt.
     *
     * @param needMicros what must be there: the cost and whatever the caller keeps as a floor
     * @return the new state and a grant, or the state at {@code nowNanos} and the exact time of the grant
     */
    public Step step(long nowNanos, long costMicros, long needMicros, String reason) {
        TokenBucket now = at(nowNanos);
        long need = Math.min(needMicros, capacityMicros);
        return now.levelMicros >= need
                ? new Step(now.minus(costMicros), Decision.Granted.INSTANCE)
                : new Step(now, new Decision.NotUntil(now.nanosAtLevel(need), reason));
    }

    /** A state and the decision that led to it. */
    public record Step(TokenBucket bucket, Decision decision) {}
}
