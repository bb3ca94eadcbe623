package dev.forebay.pool;

import java.time.Duration;

/** How fast the stored burst is drawn, and a cap on the rate after a growth throttle. Not thread-safe. */
final class Pace {

    /*
     * A full bucket drawn in one instant puts a minute's work in flight at once: hundreds of calls and sockets, and an
     * acceleration limit provoked, for no gain, since the time to drain a queue is set by the rate. So the burst is drawn at
     * no more than twice the refill, and after a pause at once the refill, rising to twice within ten seconds. A fresh pool
     * starts at twice: its bucket is full, and what refills meanwhile would be lost.
     *
     * A call draws what it is charged, and it may hold many times as much: a prompt that a cache serves, or max_tokens that are seldom
     * used. So it is spaced by the part of what they held that calls were charged lately, and when it ends, by what it was charged.
     */

    private static final double GAIN_MAX = 2;
    private static final double GAIN_RAMP_NANOS = Duration.ofSeconds(10).toNanos();

    /** A waker that is late may catch up by so much. */
    private static final long LOOKAHEAD_NANOS = Duration.ofMillis(100).toNanos();

    /** Longer than any call waits for its pace; it keeps sums within a long. */
    private static final double SPACING_MAX_NANOS = Duration.ofDays(1).toNanos();

    private static final double SMOOTHING = 0.1;

    private final GrowthCap cap;
    private double chargedPart = 1;
    private long nextNanos;
    private long resumedNanos;

    Pace(long nowNanos) {
        cap = new GrowthCap(nowNanos);
        nextNanos = nowNanos;
        resumedNanos = nowNanos - (long) GAIN_RAMP_NANOS;
    }

    /** The earliest start, by the pace alone. */
    long earliest(long nowNanos) {
        long next = nextNanos - LOOKAHEAD_NANOS;
        return next - nowNanos > 0 ? next : nowNanos;
    }

    /**
     * A call starts.
     *
     * @param refillNanos the time in which its largest cost refills
     */
    void started(double refillNanos, long nowNanos) {
        double expected = chargedPart * refillNanos;
        cap.started(expected, nowNanos);
        nextNanos = (nextNanos - nowNanos > 0 ? nextNanos : nowNanos) + spacing(expected, nowNanos);
    }

    /**
     * A call ended.
     *
     * @param heldNanos the time in which what it held refills
     * @param chargedNanos the time in which what it was charged refills
     * @param used whether it was charged for what it used; what was cancelled or refused says nothing of the next calls
     */
    void ended(double heldNanos, double chargedNanos, boolean used, long nowNanos) {
        double expected = chargedPart * heldNanos;
        if (chargedNanos == expected) {
            return;
        }
        long next = nextNanos + (spacing(chargedNanos, nowNanos) - spacing(expected, nowNanos));
        long least = resumedNanos - nowNanos > 0 ? resumedNanos : nowNanos;
        if (nextNanos - least > 0) {
            nextNanos = next - least > 0 ? next : least;
        }
        if (used) {
            chargedPart = Math.min(1, chargedPart + SMOOTHING * (chargedNanos / heldNanos - chargedPart));
        }
    }

    private long spacing(double refillNanos, long nowNanos) {
        double spacing = Math.max(refillNanos / gain(nowNanos), cap.spacing(refillNanos, nowNanos));
        return (long) Math.min(SPACING_MAX_NANOS, spacing);
    }

    private double gain(long nowNanos) {
        double resumed = Math.max(0, nowNanos - resumedNanos);
        return resumed >= GAIN_RAMP_NANOS ? GAIN_MAX : 1 + resumed / GAIN_RAMP_NANOS * (GAIN_MAX - 1);
    }

    void pausedUntil(long untilNanos) {
        nextNanos = untilNanos - nextNanos > 0 ? untilNanos : nextNanos;
        resumedNanos = untilNanos;
    }

    /** A fresh growth throttle. */
    void grewTooFast(long nowNanos) {
        cap.throttled(nowNanos);
    }
}
