package dev.forebay.pool;

import dev.forebay.limit.Rate;
import java.time.Duration;

/** What a meter's calls hold and were charged, all together and by the time. Amounts are micro-permits. Not thread-safe. */
final class Books {

    private final boolean onArrival;
    private final Passage passage;
    private long openMicros;
    private long chargedMicros;

    /** Empty books of a limit that charges calls when they arrive, or else when they end. */
    Books(boolean onArrival, long nowNanos) {
        this.onArrival = onArrival;
        passage = new Passage(nowNanos);
    }

    /**
     * What a call holds.
     *
     * @param micros permits
     * @param variance of their estimate, in permits squared
     * @param sentNanos when it was sent
     */
    record Held(long micros, long variance, long sentNanos) {}

    /**
     * The books of a meter at the time when a call was sent.
     *
     * @param nanos that time
     * @param chargedMicros {@link #chargedMicros}
     * @param balanceMicros {@link Meter#balanceMicros}
     */
    record Sent(long nanos, long chargedMicros, long balanceMicros) {}

    /** What open calls hold. */
    long openMicros() {
        return openMicros;
    }

    /** What closed calls were charged, all together. */
    long chargedMicros() {
        return chargedMicros;
    }

    /** What the calls of the last so many nanoseconds hold or were charged; of {@link Passage#MEMORY} at the most. */
    long usedWithin(long nanos, long nowNanos) {
        return passage.sentWithin(nanos, nowNanos);
    }

    /** {@link #most} for a window. */
    long mostInWindow(Sent sent, Duration period, long nowNanos) {
        return passage.remembers(sent.nanos()) ? passage.mostInWindow(sent.nanos(), period, nowNanos) : 0;
    }

    /** When a window will hold no more than so much: now or later. */
    long nanosAtMost(long micros, Duration period, long nowNanos) {
        return passage.nanosAtMost(micros, period, nowNanos);
    }

    /** What was charged to calls that ended in the last so many nanoseconds, and up to 50 ms before. */
    long closedWithin(long nanos, long nowNanos) {
        return passage.closedWithin(nanos, nowNanos);
    }

    void sent(long micros, long nowNanos) {
        openMicros += micros;
        passage.sent(micros, nowNanos);
    }

    /** A call that was in flight before the limit was known. */
    void adopted(Held held) {
        openMicros += held.micros();
        passage.correct(held.sentNanos(), held.micros());
    }

    void closed(Held held, long chargeMicros, long nowNanos) {
        openMicros -= held.micros();
        chargedMicros += chargeMicros;
        passage.closed(held.sentNanos(), held.micros(), chargeMicros, nowNanos);
    }

    /** A call that was closed before turns out to have been charged otherwise. */
    void corrected(Held charged, long chargeMicros) {
        chargedMicros += chargeMicros - charged.micros();
        passage.correct(charged.sentNanos(), chargeMicros - charged.micros());
    }

    /** The least that refill less what may be missing in a header can have been since its call was sent. */
    long least(Sent sent, long own, Rate rate, long nowNanos) {
        return passage.remembers(sent.nanos())
                ? passage.least(sent.nanos(), own, openMicros, onArrival, rate, nowNanos)
                : -(openMicros + chargedMicros - sent.chargedMicros() - own);
    }

    /** The most that refill less what is missing in a header can have been since its call was sent. */
    long most(Sent sent, Rate rate, long nowNanos) {
        // What is charged at the end is charged after refill that has yet to come; to subtract it now stalls long
        // calls.
        return onArrival && passage.remembers(sent.nanos())
                ? passage.most(sent.nanos(), rate, nowNanos)
                : rate.microsIn(nowNanos - sent.nanos());
    }
}
