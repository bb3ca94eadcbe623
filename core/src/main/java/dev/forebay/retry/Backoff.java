package dev.forebay.retry;

import dev.forebay.time.Randomness;
import java.time.Duration;

/**
 * How long to wait before another attempt: exponential, with full jitter. Immutable.
 *
 * <p>The ceilings of the defaults are 1 s, 2 s, 4 s, 8 s ... capped at 60 s; the wait is uniform between zero and the ceiling
 * ("full jitter": M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015), because callers that failed
 * together must not come back together.
 *
 * @param base the first ceiling, more than zero; default 1 s
 * @param factor by which the ceiling grows, 1 or more; default 2
 * @param cap the largest ceiling, at least the base, at most a day; default 60 s
 */
public record Backoff(Duration base, double factor, Duration cap) {

    private static final Duration CAP_MAX = Duration.ofDays(1);

    /** 1 s, doubling, capped at 60 s. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60));

    /** Checks the ranges. */
    public Backoff {
        if (base.isNegative()
                || base.isZero()
                || !(factor >= 1)
                || cap.compareTo(base) < 0
                || cap.compareTo(CAP_MAX) > 0) {
            throw new IllegalArgumentException("backoff is " + base + " x " + factor + ", cap " + cap
                    + "; allowed: base > 0, factor >= 1, cap from base to " + CAP_MAX);
        }
    }

    /**
     * The longest wait after a failed attempt.
     *
     * @param attempt the attempt that failed, counted from 1
     */
    public Duration ceiling(int attempt) {
        double nanos = base.toNanos() * Math.pow(factor, Math.max(0, attempt - 1));
        return nanos >= cap.toNanos() ? cap : Duration.ofNanos((long) nanos);
    }

    /**
     * The wait after a failed attempt, uniform between zero and its ceiling.
     *
     * @param attempt the attempt that failed, counted from 1
     */
    public Duration delay(int attempt, Randomness randomness) {
        return Duration.ofNanos((long) (ceiling(attempt).toNanos() * randomness.next()));
    }
}
