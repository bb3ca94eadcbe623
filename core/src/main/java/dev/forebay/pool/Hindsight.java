package dev.forebay.pool;

import java.time.Duration;

/**
 * Learns from answers by how much a meter's level is believed too low, beyond what headers prove. Not thread-safe.
 *
 * <p>States: <em>listening</em>, and <em>doubting</em> for a while after a 429.
 */
final class Hindsight {

    /*
     * The lower end that a header proves holds whatever happens on the way, so the level stays up to a latency of refill below
     * the provider's. But what a header shows can also be held against what we believed when its call was sent, its own charge
     * taken off. If calls arrive in the order in which they are sent and headers are stamped on arrival, the excess
     *
     *   e = R - rho - (the level that was believed then)
     *
     * is the same for all calls: just what the level is too low by, together with what refills on the way, which the next call
     * will find there as well. Where headers are stamped at the end it is the level believed on receipt that differs by the
     * same each time. Which of the two a provider does is not known, and need not be: the wrong one scatters by whole calls. So
     * of the two, the one that scatters clearly less is believed, and else the lower.
     *
     * Of many answers the least excess counts, for calls overtake each other; and of that, half of the scatter is taken off. It is
     * no proof. The first 429 of this limit ends it, for a time that doubles with each. So does somebody else who uses the limit:
     * the refill that is left unused then is what he takes without warning.
     */

    private static final int ANSWERS_MIN = 32;
    private static final Duration SPAN_MIN = Duration.ofSeconds(2);
    private static final Duration DOUBT_MIN = Duration.ofMinutes(1);
    private static final Duration DOUBT_MAX = Duration.ofHours(1);
    private static final Duration COMPANY_MEMORY = Duration.ofMinutes(5);

    /** The scatter of what is believed, as a part of the scatter of the other. */
    private static final double CLEARLY_LESS = 0.5;

    private static final double SCATTER_KEPT = 0.5;

    private final long bornNanos;
    private final Excess atSend = new Excess();
    private final Excess atReceipt = new Excess();
    private long beganNanos;
    private boolean throttled;
    private long throttleDoubtEndsNanos;
    private boolean doubting;
    private long doubtEndsNanos;
    private long doubtNanos;

    /** For a meter that begins now: what was believed before is unknown. */
    Hindsight(long nowNanos) {
        bornNanos = nowNanos;
    }

    /** The excesses of the answers since the last verdict. */
    private static final class Excess {
        private int answers;
        private double sum;
        private double least;

        void add(long micros) {
            least = answers == 0 ? micros : Math.min(least, micros);
            sum += micros;
            answers++;
        }

        double scatter() {
            return sum / answers - least;
        }

        double sure() {
            return least - SCATTER_KEPT * scatter();
        }

        void less(long micros) {
            least -= micros;
            sum -= (double) micros * answers;
        }

        void clear() {
            answers = 0;
            sum = 0;
        }
    }

    /**
     * Takes an answer in.
     *
     * @param sentNanos when its call was sent
     * @param atSendMicros its excess over the level believed when its call was sent
     * @param atReceiptMicros its excess over the level believed now
     * @return by how much the level should be raised, in micro-permits; zero at most times
     */
    long observe(long sentNanos, long atSendMicros, long atReceiptMicros, long nowNanos) {
        if (sentNanos - bornNanos < 0 || (doubting && nowNanos - doubtEndsNanos < 0)) {
            return 0;
        }
        doubting = false;
        beganNanos = atSend.answers == 0 ? nowNanos : beganNanos;
        atSend.add(atSendMicros);
        atReceipt.add(atReceiptMicros);
        if (atSend.answers < ANSWERS_MIN || nowNanos - beganNanos < SPAN_MIN.toNanos()) {
            return 0;
        }
        double raise = verdict();
        forget();
        return (long) Math.max(0, raise);
    }

    private double verdict() {
        double either = Math.min(atSend.sure(), atReceipt.sure());
        if (atSend.scatter() < CLEARLY_LESS * atReceipt.scatter()) {
            return atSend.sure();
        }
        return atReceipt.scatter() < CLEARLY_LESS * atSend.scatter() ? atReceipt.sure() : either;
    }

    /** The level was raised to what a header proves: by so much less were the answers before it too low. */
    void raised(long micros) {
        atSend.less(micros);
        atReceipt.less(micros);
    }

    /** Somebody else uses the limit. */
    void company(long nowNanos) {
        forget();
        doubt(COMPANY_MEMORY.toNanos(), nowNanos);
    }

    /** What was gathered is void: a header hides what is behind it. */
    void forget() {
        atSend.clear();
        atReceipt.clear();
    }

    /** A fresh 429 of this limit. */
    void throttled(long nowNanos) {
        forget();
        boolean again = throttled && nowNanos - throttleDoubtEndsNanos < 0;
        if (!again) {
            doubtNanos = Math.min(DOUBT_MAX.toNanos(), Math.max(DOUBT_MIN.toNanos(), 2 * doubtNanos));
        }
        throttled = true;
        throttleDoubtEndsNanos = again ? throttleDoubtEndsNanos : nowNanos + doubtNanos;
        doubt(doubtNanos, nowNanos);
    }

    private void doubt(long nanos, long nowNanos) {
        long ends = nowNanos + nanos;
        doubtEndsNanos = doubting ? Math.max(doubtEndsNanos, ends) : ends;
        doubting = true;
    }
}
