package dev.forebay.pool;

import dev.forebay.limit.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of one limit that others use on the same key, learned from the balance of headers. Not thread-safe. */
final class Neighbour {

    /*
     * Between two headers the provider's level changed by what refilled, less ours, less theirs. The first two are known, so
     *
     *   theirs = refill - ours - (R_k - R_i)
     *
     * over the time between the two sendings. Clamping the level to what a header shows is not enough without it: a header is a
     * latency old, and with half of the key used elsewhere the level stands near zero.
     *
     * It has a death spiral: whatever makes refill disappear looks like a neighbour. The pool slows down, the bucket overflows,
     * more refill disappears. So
     *
     *   - only refill that our own ledger did not clip is counted,
     *   - two headers count only where both show more than nothing, for behind a zero there may be any debt, and where the
     *     provider's bucket cannot have been full in between: each header that came between them, and what refilled until the
     *     next one, stays below nearly full. Our own books do not tell: they lie below the provider's, and do not clip what it
     *     clips. After a fresh 429 the two headers are enough, in a bucket that does not fill between any two calls: in the pause
     *     there are no others, and a level that stood near zero did not fill meanwhile,
     *   - headers alone may take at most half of the rate; what takes more is a fresh 429, which no error of ours in the books
     *     can produce for long.
     *
     * The rounding of headers and the size of single calls are noise in the difference, and longer spans are less noisy; so a
     * span is long enough for the refill to stand out from both. Half of each new value is taken: a value of a span that was
     * half with the neighbour and half without is forgotten soon.
     */

    /** In a smaller bucket refill is clipped between any two calls, and that looks like a neighbour. */
    static final Duration BURST_MIN = Duration.ofSeconds(3);

    /** Calls and headers come in lumps; within less time the lumps are all that is seen. */
    private static final Duration SPAN_MIN = Duration.ofSeconds(4);

    /** The refill of a span is so many times the rounding of a header. */
    private static final double ROUNDINGS = 20;

    private static final double FULL = 0.95;
    private static final double SHARE_MIN = 0.03;

    private static final double SHARE_MAX = 0.5;
    private static final double SHARE_THROTTLED_MAX = 0.9;

    /** Two that both believe at once what a 429 confirms would swing if it were the most that each can believe in time. */
    private static final double SHARE_BELIEVED_MAX = 0.6;

    private static final Duration THROTTLE_MEMORY = Duration.ofMinutes(10);

    private double share;
    private @Nullable Anchor anchor;
    private boolean throttled;
    private long throttledNanos;
    private double lastPart;
    private double peakMicros;
    private double lastMicros;
    private long lastSentNanos;
    private long lastSeenNanos;

    /**
     * What a header showed, and what our books showed when it was true.
     *
     * @param nanos when
     * @param balanceMicros all that had refilled until then less all that was ours
     * @param remainingMicros what the header showed
     */
    record Anchor(long nanos, long balanceMicros, long remainingMicros) {}

    /** The part of the limit's rate that others use, 0 to 0.9. */
    double share() {
        return share;
    }

    /** The part that the last two headers showed, as it was. */
    double lastPart() {
        return lastPart;
    }

    /** A fresh 429 that our own books do not explain. */
    void throttled(long nowNanos) {
        throttled = true;
        throttledNanos = nowNanos;
        // What the last headers showed is believed now, not only by half.
        share = Math.max(share, Math.min(lastPart, SHARE_BELIEVED_MAX));
    }

    /** All that was seen so far is void: the limit is another one. */
    void forget() {
        anchor = null;
        lastPart = 0;
    }

    /** There is none: what looked like one was a window. */
    void dismiss() {
        forget();
        share = 0;
    }

    /**
     * Takes a header in.
     *
     * @param roundingMicros of the header
     * @param capacityMicros of the bucket, as far as known
     * @param rate of the whole limit
     * @return whether two headers were compared
     */
    boolean observe(Anchor seen, long roundingMicros, long capacityMicros, Rate rate, long nowNanos) {
        follow(seen, roundingMicros, rate, nowNanos);
        if (seen.remainingMicros() <= 2 * roundingMicros) {
            return false;
        }
        Anchor from = anchor;
        if (from == null) {
            begin(seen);
            return false;
        }
        double nanos = seen.nanos() - from.nanos();
        double microsPerNano = (double) rate.numerator() / rate.denominator();
        double spanNanos = Math.max(SPAN_MIN.toNanos(), ROUNDINGS * roundingMicros / microsPerNano);
        if (nanos < spanNanos) {
            return false;
        }
        double theirs = (double) (seen.balanceMicros() - from.balanceMicros())
                - (seen.remainingMicros() - from.remainingMicros());
        double part = theirs / nanos / microsPerNano;
        double full = FULL * capacityMicros;
        boolean shownFull = Math.max(seen.remainingMicros(), from.remainingMicros()) > full;
        boolean roomy = capacityMicros >= rate.microsIn(BURST_MIN.toNanos());
        boolean knownNotFull = peakMicros <= full || (roomy && throttledLately(nowNanos));
        begin(seen);
        lastPart = knownNotFull && !shownFull ? part : 0;
        if (shownFull || knownNotFull) {
            share = (share + (shownFull || part < SHARE_MIN ? 0 : Math.min(part, shareMax(nowNanos)))) / 2;
        } else {
            share *= throttledLately(nowNanos) ? 1 : 0.5;
        }
        share = share < SHARE_MIN / 2 ? 0 : share;
        return true;
    }

    private void begin(Anchor seen) {
        anchor = seen;
        peakMicros = seen.remainingMicros();
    }

    /** How high the provider's level can have been between this header and the one before, by their sending or their arrival. */
    private void follow(Anchor seen, long roundingMicros, Rate rate, long nowNanos) {
        long gap = Math.max(0, Math.max(seen.nanos() - lastSentNanos, nowNanos - lastSeenNanos));
        peakMicros = Math.max(peakMicros, lastMicros + rate.microsIn(gap));
        lastMicros = seen.remainingMicros() + (double) roundingMicros;
        peakMicros = Math.max(peakMicros, lastMicros);
        lastSentNanos = anchor == null ? seen.nanos() : Math.max(lastSentNanos, seen.nanos());
        lastSeenNanos = nowNanos;
    }

    private double shareMax(long nowNanos) {
        return throttledLately(nowNanos) ? SHARE_THROTTLED_MAX : SHARE_MAX;
    }

    private boolean throttledLately(long nowNanos) {
        return throttled && nowNanos - throttledNanos <= THROTTLE_MEMORY.toNanos();
    }
}
