package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.signal.LimitReading;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells a window, whose permits come back all at once, from a bucket, which refills all the time. Not thread-safe.
 *
 * <p>States: <em>bucket</em>, until the opposite is proven; <em>window</em>, for good.
 */
final class Shape {

    /*
     * Two signs, by what a provider sends.
     *
     *   The reset. A bucket is whole again when what is missing has refilled: reset = (capacity - R) / r, and the header shows R
     *   as well. A window is whole again at its end (fixed), or a period after the last call (sliding), whatever R is. Of the
     *   capacity only the least is known, and it is seldom more than the limit; so resets that fit R with no capacity in
     *   between, several times running, are those of a window.
     *
     *   The refill, where no reset has ever fitted: several greedy neighbours together can look so too. Within a window nothing refills: between two headers all of it seems to be used by somebody else, to the
     *   permit. A neighbour takes a part of the rate, and not all of it twice running while the level is high. Where a level
     *   rises by far more than can have refilled, a window has ended.
     *
     * A window is run by the same meter, smoothly: at its rate, with a small capacity. Beside it, what was sent in the last period
     * is held against the limit (Passage), so that no sixty seconds, wherever they begin, hold more than the limit. For a period
     * that is longer than what is remembered, the rate is a little less instead, and makes up for the capacity:
     * 0.966 x 60 s + 2 s = 60 s.
     */

    /** Of the limit's rate, where what was sent in a period is not remembered. */
    private static final double UNREMEMBERED_RATE = 0.966;

    /** What a window's meter holds when it is full, in time of refill. */
    static final Duration WINDOW_BURST = Duration.ofSeconds(2);

    private static final Duration REMEMBERED_MAX = Passage.MEMORY.minus(Passage.TRANSIT_MAX);

    /** Resets are cut to seconds, clocks of servers differ a little, and a bucket may be in debt. */
    private static final Duration RESET_ERROR = Duration.ofSeconds(4);

    /** A reset of about now says nothing: some servers always send it. */
    private static final Duration RESET_MIN = Duration.ofSeconds(2);

    /** Longer than any limit's period: some gateways say "never" by the last day of the calendar. */
    private static final Duration RESET_MAX = Duration.ofDays(366);

    private static final int MISFITS = 3;
    private static final int STANDSTILLS = 2;
    private static final double STANDSTILL_MIN = 0.93;
    private static final double STANDSTILL_MAX = 1.07;

    private boolean window;
    private int misfits;
    private int standstills;
    private boolean fitted;

    boolean isWindow() {
        return window;
    }

    /** Whether what was sent in the last period is held against the limit. */
    boolean isRemembered(Duration period) {
        return window && period.compareTo(REMEMBERED_MAX) <= 0;
    }

    /** At which part of the limit's rate a window is run. */
    double rate(Duration period) {
        return isRemembered(period) ? 1 : UNREMEMBERED_RATE;
    }

    /**
     * Takes the reset of a header in, and says whether the shape is now known to be a window.
     *
     * @param ageNanos since its call was sent; some providers reckon a reset when the call arrives and send it when it ends
     */
    boolean reset(LimitReading reading, long ageNanos, long capacityMicros, Rate rate) {
        Optional<Duration> reset =
                reading.resetAfter().filter(after -> after.compareTo(RESET_MIN) > 0 && after.compareTo(RESET_MAX) <= 0);
        if (window || reset.isEmpty()) {
            return false;
        }
        long shown = reading.remaining() * Rate.MICROS_PER_PERMIT;
        long slack = RESET_ERROR.toNanos() + rate.nanosFor(2 * reading.rounding() * Rate.MICROS_PER_PERMIT);
        long limit = reading.limit() * Rate.MICROS_PER_PERMIT;
        long early = slack + ageNanos;
        long ofCapacity = rate.nanosFor(Math.max(0, capacityMicros - shown));
        long ofLimit = rate.nanosFor(Math.max(0, limit - shown));
        long nanos = reset.get().toNanos();
        boolean fits = nanos >= Math.min(ofCapacity, ofLimit) - early && nanos <= Math.max(ofCapacity, ofLimit) + slack;
        fitted |= fits;
        misfits = fits ? 0 : misfits + 1;
        window = misfits >= MISFITS;
        return window;
    }

    /** Takes in which part of the rate others seem to have used between two headers; whether it is now known to be a window. */
    boolean used(double part) {
        if (window || fitted) {
            return false;
        }
        boolean standstill = part >= STANDSTILL_MIN && part <= STANDSTILL_MAX;
        standstills = standstill ? standstills + 1 : 0;
        window = standstills >= STANDSTILLS;
        return window;
    }
}
