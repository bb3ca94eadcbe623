package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Acceleration;
import java.time.Duration;

/** The cap on growth of one pool, counted over the last ten seconds. Not thread-safe. */
final class GrowthCap {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** The cap grows all the time, so whoever waits looks again soon. */
    private static final long STEP_NANOS = 50_000_000;

    private static final double WINDOWS_PER_MINUTE = 6;

    private final Acceleration acceleration;
    private final long amountPerMinute;
    private final long originNanos;
    private final SlidingWindow recent;

    GrowthCap(Acceleration acceleration, long amountPerMinute, long nowNanos) {
        this.acceleration = acceleration;
        this.amountPerMinute = amountPerMinute;
        this.originNanos = nowNanos;
        this.recent = new SlidingWindow(amountPerMinute, WINDOW, nowNanos);
    }

    /** Whether so much more would be too fast. A request larger than the cap itself passes where nothing came before it. */
    boolean exceeds(long permits, long nowNanos) {
        recent.refill(nowNanos);
        double allowed = amountPerMinute * acceleration.partAfter(nowNanos - originNanos) / WINDOWS_PER_MINUTE;
        long used = recent.limit() - recent.remaining();
        return used > 0 && used + permits > allowed;
    }

    /** The time until so much would not be too fast, if nothing comes meanwhile: at the latest when nothing is recent. */
    long nanosUntilFits(long permits, long nowNanos) {
        long nanos = Math.min(STEP_NANOS, recent.nanosUntilFull());
        return exceeds(permits, nowNanos) ? Math.max(1, nanos) : 0;
    }

    void charge(long permits) {
        recent.charge(permits);
    }
}
