package dev.forebay.pool;

import dev.forebay.limit.Rate;

/** What a meter keeps in its bucket at all times, for errors that cannot be known in advance. Not thread-safe. */
final class Floor {

    /*
     * h = m (z sqrt(sum of sigma^2) + r delta) + z' s. The first term covers the errors of the estimates in flight, which add up
     * by their squares, and of the head's own; the second the jitter of the way to the provider. A fresh 429 raises m by half,
     * successes let it sink. The third covers what others use on the same key between two headers: s is by how much headers
     * lately showed less than our books did. Alone on a key, headers surprise nobody, and it is nothing. All uncertainty lives here, in one place where it can adapt; the rate is never discounted, since a
     * discount costs its share for ever and a floor costs it once.
     */

    /** So many standard deviations of all errors together are kept. */
    static final double SIGMAS = 4;

    private static final double MARGIN_MAX = 8;
    private static final double MARGIN_GROWTH = 1.5;
    private static final double MARGIN_DECAY = 0.999;

    /** Within so many headers a surprise is forgotten by two thirds. */
    private static final double SURPRISE_MEMORY = 20;

    private static final double SURPRISES = 3;

    private double margin = 1;
    private double surpriseSquare;
    private double surprise;
    private long openVariance;

    /** Calls whose estimates have this variance together, in permits squared, are in flight from now on. */
    void add(long variance) {
        openVariance += variance;
    }

    void remove(long variance) {
        openVariance -= variance;
    }

    /**
     * The floor for a call, in micro-permits.
     *
     * @param variance of the call's own estimate
     * @param calls whether whole calls are counted; then half of one is kept
     * @param jitterMicros what refills within the jitter of the way
     * @param mostMicros what the bucket holds at the most; half of it is never kept
     */
    long micros(long variance, boolean calls, long jitterMicros, long mostMicros) {
        double deviation = openVariance + variance == 0 ? 0 : Math.sqrt((double) openVariance + variance);
        double kept = margin * (SIGMAS * Rate.MICROS_PER_PERMIT * deviation + jitterMicros)
                + SURPRISES * surprise
                + (calls ? Rate.MICROS_PER_PERMIT / 2.0 : 0);
        return (long) Math.ceil(Math.min(mostMicros / 2.0, kept));
    }

    /** What is kept at the very most in a bucket that holds so much at the most. */
    static long most(long mostMicros) {
        return mostMicros / 2 + 1;
    }

    /** A header showed so much less than the books. */
    void surprise(double micros) {
        double square = surpriseSquare + (micros * micros - surpriseSquare) / SURPRISE_MEMORY;
        // Less than a micro-permit is nothing; numbers that sink towards zero are slow to reckon with.
        surpriseSquare = square < 1 ? 0 : square;
        surprise = Math.sqrt(surpriseSquare);
    }

    /** A fresh 429: it was too low. */
    void widen() {
        margin = Math.min(MARGIN_MAX, margin * MARGIN_GROWTH);
    }

    void succeeded() {
        margin = margin > 1 ? Math.max(1, margin * MARGIN_DECAY) : 1;
    }
}
