package dev.forebay.retry;

import java.time.Duration;

/**
 * What all calls together may retry: a share of the calls made, and a few a minute besides. Immutable state with pure
 * functions.
 *
 * <p>When a provider fails for everybody, retries of every call multiply the load just when it can bear least. The budget
 * bounds the multiplication (after Finagle's and tower's retry budgets). A spent budget makes a retry wait; it never gives a
 * call up.
 *
 * @param balance retries that may be made now; negative when some were promised ahead
 * @param atNanos the monotonic time of this state
 */
public record RetryBudget(double balance, long atNanos) {

    /** A tenth of a retry is earned by each call. */
    public static final double PER_CALL = 0.1;

    /** Earned by time alone, so that a pool with few calls can retry at all. */
    public static final double PER_MINUTE = 10;

    /** Unused retries are kept up to here: enough for a burst of failures, too little for a storm. */
    public static final double BALANCE_MAX = 100;

    private static final double NANOS_PER_RETRY = Duration.ofMinutes(1).toNanos() / PER_MINUTE;

    /** A budget at the start: one minute's worth. */
    public static RetryBudget startingAt(long nowNanos) {
        return new RetryBudget(PER_MINUTE, nowNanos);
    }

    /** The state after a call was made. */
    public RetryBudget afterCall(long nowNanos) {
        RetryBudget now = at(nowNanos);
        return new RetryBudget(Math.min(BALANCE_MAX, now.balance + PER_CALL), now.atNanos);
    }

    /** The state after one retry was promised. */
    public RetryBudget afterRetry(long nowNanos) {
        RetryBudget now = at(nowNanos);
        return new RetryBudget(now.balance - 1, now.atNanos);
    }

    /** How long a retry must wait now, by time alone: zero if the budget has one left. */
    public Duration delay(long nowNanos) {
        double missing = 1 - at(nowNanos).balance;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing * NANOS_PER_RETRY));
    }

    private RetryBudget at(long nowNanos) {
        long elapsed = Math.max(0, nowNanos - atNanos);
        return new RetryBudget(Math.min(BALANCE_MAX, balance + elapsed / NANOS_PER_RETRY), atNanos + elapsed);
    }
}
