package dev.forebay.retry;

/**
 * How often a call that fails by an error of its own is tried, and how long it waits in between. Immutable.
 *
 * <p>A throttle is no attempt and is not counted here.
 *
 * @param maxAttempts attempts in all, 1 to {@value #ATTEMPTS_MAX}; default 5
 * @param backoff the waits in between
 */
public record RetryPolicy(int maxAttempts, Backoff backoff) {

    /** A call that failed this often will not come right by patience. */
    public static final int ATTEMPTS_MAX = 100;

    /** 5 attempts with {@link Backoff#DEFAULT}. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Backoff.DEFAULT);

    /** Checks the range. */
    public RetryPolicy {
        if (maxAttempts < 1 || maxAttempts > ATTEMPTS_MAX) {
            throw new IllegalArgumentException("max attempts is " + maxAttempts + "; allowed: 1 to " + ATTEMPTS_MAX);
        }
    }

    /** The same with another number of attempts. */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, backoff);
    }
}
