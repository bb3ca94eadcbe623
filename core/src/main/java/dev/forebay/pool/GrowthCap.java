package dev.forebay.pool;

import java.time.Duration;

/** A cap on the rate after a growth throttle: the provider said that usage grew too fast. Not thread-safe. */
final class GrowthCap {

    /*
     * The rate is capped at 0.7 of what it was in the last ten seconds, and the cap doubles in a minute: what a cut takes is
     * back after half a minute. OpenAI's rule of thumb for very fast traffic is half more in 15 minutes; Anthropic publishes no
     * number, and its limit follows the traffic faster. Where the cap grows too fast, the next growth throttle cuts again: a
     * refusal each half minute at the most, while a cap that grows more slowly than the provider's own leaves most of it
     * unused for many minutes.
     *
     * What grows is usage, so a call counts by what it draws, in the time in which that refills; by itself only where no limit
     * is known. By calls alone ten seconds of large ones are throttled and ten seconds of small ones leave half unused.
     *
     * Within ten seconds of a cut a throttle is no news: the provider still counts what was sent before it.
     */

    private static final double CUT = 0.7;
    private static final double GROWTH_PER_NANO =
            Math.log(2) / Duration.ofMinutes(1).toNanos();
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    /** At the start less than a window has passed; less than this measures nothing. */
    private static final long WINDOW_NANOS_MIN = Duration.ofSeconds(1).toNanos();

    private double callsPerNano = Double.POSITIVE_INFINITY;
    private double loadPerNano = Double.POSITIVE_INFINITY;
    private long cutNanos;
    private long windowNanos;
    private long windowCalls;
    private double windowLoad;
    private long previousCalls;
    private double previousLoad;

    GrowthCap(long nowNanos) {
        windowNanos = nowNanos;
    }

    /** A call starts whose largest cost refills in this time; 0 if no limit is known. */
    void started(double refillNanos, long nowNanos) {
        roll(nowNanos);
        windowCalls++;
        windowLoad += refillNanos;
    }

    /**
     * The nanoseconds from the start of such a call until the next one may start: 0 without a cap, at most ten seconds, since a call
     * in ten seconds is no growth, whoever says so.
     */
    double spacing(double refillNanos, long nowNanos) {
        if (!isCapped()) {
            return 0;
        }
        double spacing = Double.isInfinite(loadPerNano) ? 1 / callsPerNano : refillNanos / loadPerNano;
        return Math.min(WINDOW_NANOS, spacing / growth(nowNanos));
    }

    /** A fresh growth throttle. */
    void throttled(long nowNanos) {
        roll(nowNanos);
        if (isCapped() && nowNanos - cutNanos < WINDOW_NANOS) {
            return;
        }
        long elapsed = Math.max(WINDOW_NANOS_MIN, Math.min(WINDOW_NANOS, nowNanos - windowNanos));
        double nanos = previousCalls > 0 ? WINDOW_NANOS : elapsed;
        double calls = Math.max(1, Math.max(previousCalls, windowCalls)) / nanos;
        double load = Math.max(previousLoad, windowLoad) / nanos;
        double perCall = (previousLoad + windowLoad) / Math.max(1, previousCalls + windowCalls);
        double growth = growth(nowNanos);
        callsPerNano = Math.max(1.0 / WINDOW_NANOS, CUT * Math.min(calls, callsPerNano * growth));
        loadPerNano = load == 0
                ? Double.POSITIVE_INFINITY
                : Math.max(perCall / WINDOW_NANOS, CUT * Math.min(load, loadPerNano * growth));
        cutNanos = nowNanos;
    }

    private boolean isCapped() {
        return !Double.isInfinite(callsPerNano);
    }

    /** How much the cap has grown since the last cut. */
    private double growth(long nowNanos) {
        return isCapped() ? Math.exp(Math.max(0, nowNanos - cutNanos) * GROWTH_PER_NANO) : 1;
    }

    private void roll(long nowNanos) {
        if (nowNanos - windowNanos >= WINDOW_NANOS) {
            boolean follows = nowNanos - windowNanos < 2 * WINDOW_NANOS;
            previousCalls = follows ? windowCalls : 0;
            previousLoad = follows ? windowLoad : 0;
            windowCalls = 0;
            windowLoad = 0;
            windowNanos = nowNanos;
        }
    }
}
