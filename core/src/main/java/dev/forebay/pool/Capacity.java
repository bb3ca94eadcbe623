package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.limit.TokenBucket;
import java.time.Duration;
import java.util.Optional;

/** How much the bucket of one limit holds, as far as it is known, in micro-permits. Not thread-safe. */
final class Capacity {

    /** What a bucket holds while its burst is unknown. */
    private static final Duration BURST_START = Duration.ofSeconds(1);

    /*
     * A header proves that the bucket holds at least what it shows. If it was stamped when its call arrived, the bucket held the
     * call's own cost as well; if it was stamped later, that much may have refilled since. So there are two: what is proven, which
     * is all that the level ever counts on, and what it may be at the most as far as headers tell, for which a call waits that is
     * larger than what is proven.
     */

    private final Optional<Duration> burst;
    private long micros;
    private long guessMicros;
    private long shownMicros;

    /** As large as the burst that somebody gave, or else as little as is sure. */
    Capacity(Optional<Duration> burst, Rate rate) {
        this.burst = burst;
        micros = TokenBucket.capacityOf(rate, burst.orElse(BURST_START));
        guessMicros = micros;
    }

    /** What is proven, or was given. */
    long micros() {
        return micros;
    }

    boolean isGiven() {
        return burst.isPresent();
    }

    /** The most that it may be, or what a header ever showed if that is more. */
    long most() {
        return Math.max(guessMicros, shownMicros);
    }

    /** The highest level that the provider's bucket is known to reach: a capacity may be guessed too large. */
    long reached() {
        return shownMicros > 0 ? Math.min(micros, shownMicros) : micros;
    }

    /** The same, given a header that shows so much. */
    long reachedWith(long remainingMicros) {
        return Math.min(micros, Math.max(shownMicros, remainingMicros));
    }

    /** What the meter's bucket may hold: refill of the jitter of the way is let in, so that none of it is refused in vain. */
    long brim(Rate rate) {
        return guessMicros + Math.max(1, rate.microsIn(Passage.TRANSIT_JITTER.toNanos()));
    }

    /** A header showed so much. */
    void shown(long remainingMicros) {
        shownMicros = Math.max(shownMicros, remainingMicros);
    }

    /**
     * Takes in what a header shows at the least, and what its call was charged.
     *
     * @param refilledMicros what may have refilled between the call's arrival and the header
     * @return whether the bucket is larger than believed
     */
    boolean learn(long leastMicros, long ownMicros, long refilledMicros, long limitMicros) {
        long proven = Math.min(limitMicros, leastMicros + Math.max(0, ownMicros - refilledMicros));
        long guess = Math.min(limitMicros, leastMicros + ownMicros);
        if (burst.isPresent() || (proven <= micros && guess <= guessMicros)) {
            return false;
        }
        micros = Math.max(micros, proven);
        guessMicros = Math.max(guessMicros, guess);
        return true;
    }

    /** The limit is a window's. */
    void window(Rate rate) {
        micros = Math.min(micros, TokenBucket.capacityOf(rate, Shape.WINDOW_BURST));
        guessMicros = micros;
    }

    /** The limit is another one, so many times the old. */
    void scale(double factor, Rate rate, boolean window) {
        if (window) {
            micros = TokenBucket.capacityOf(rate, Shape.WINDOW_BURST);
            guessMicros = micros;
        } else if (burst.isPresent()) {
            micros = TokenBucket.capacityOf(rate, burst.get());
            guessMicros = micros;
        } else if (factor < 1) {
            micros = Math.max(1, (long) (micros * factor));
            guessMicros = Math.max(1, (long) (guessMicros * factor));
        }
        shownMicros = (long) (shownMicros * Math.min(1, factor));
    }

    /** Takes a saved capacity over. */
    void restore(long savedMicros, long limitMicros) {
        if (burst.isEmpty()) {
            micros = Math.max(1, Math.min(savedMicros, limitMicros));
            guessMicros = micros;
        }
    }
}
