package dev.forebay.bench.virtual;

import java.util.Locale;

/**
 * What a row must reach. Immutable.
 *
 * @param shareMin the least share in the mean over the seeds, from 0 to 1
 * @param rejectedMax the most 429s per 1,000 calls, in the mean over the seeds
 * @param worstRejectedMax the most of any seed
 * @param promised false where numbers are only reported
 */
record Target(double shareMin, double rejectedMax, double worstRejectedMax, boolean promised) {

    /** A promise on means. */
    static Target of(double shareMin, double rejectedMax) {
        return new Target(shareMin, rejectedMax, Double.POSITIVE_INFINITY, true);
    }

    /** No promise at all. */
    static Target reported() {
        return new Target(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false);
    }

    /** The same, and no seed above this. */
    Target andNoSeedAbove(double rejected) {
        return new Target(shareMin, rejectedMax, rejected, promised);
    }

    boolean isReached(double share, double rejected, double worstRejected) {
        return share >= shareMin && rejected <= rejectedMax && worstRejected <= worstRejectedMax;
    }

    @Override
    public String toString() {
        if (!promised) {
            return "reported";
        }
        String text = String.format(Locale.ROOT, ">= %s %%, <= %s", number(shareMin * 100), number(rejectedMax));
        return worstRejectedMax == Double.POSITIVE_INFINITY
                ? text
                : text + ", no seed above " + number(worstRejectedMax);
    }

    private static String number(double value) {
        double rounded = Math.rint(value * 10) / 10;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
