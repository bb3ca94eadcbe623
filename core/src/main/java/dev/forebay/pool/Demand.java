package dev.forebay.pool;

/**
 * What one call asks of its pool: its size as expected now, the permits that it would hold, and how far they may be off.
 * Immutable.
 *
 * @param estimate the size
 * @param held what it would hold
 * @param inputVariance the variance of the estimate of its prompt, in permits squared
 * @param outputVariance the same of what its answer is charged
 * @param totalVariance the same of both together
 */
record Demand(Estimate estimate, Permits held, long inputVariance, long outputVariance, long totalVariance) {

    /** A million tokens: no estimate is off by more, and the sum of the squares of a million calls fits a long. */
    private static final double SIGMA_MAX = 1_000_000;

    static Demand of(Estimate estimate, Metering metering) {
        Permits held = Permits.held(estimate, metering);
        return estimate.isCertain()
                ? new Demand(estimate, held, 0, 0, 0)
                : new Demand(
                        estimate,
                        held,
                        variance(metering.sigma(Counted.INPUT_TOKENS, estimate)),
                        variance(metering.sigma(Counted.OUTPUT_TOKENS, estimate)),
                        variance(metering.sigma(Counted.TOTAL_TOKENS, estimate)));
    }

    /** In whole permits squared, so that sums of it cancel exactly. */
    private static long variance(double sigma) {
        double bounded = Math.min(SIGMA_MAX, sigma);
        return (long) Math.ceil(bounded * bounded);
    }

    /** The variance of what it holds of this. */
    long variance(Counted counted) {
        return switch (counted) {
            case REQUESTS, OTHER -> 0;
            case INPUT_TOKENS -> inputVariance;
            case OUTPUT_TOKENS -> outputVariance;
            case TOTAL_TOKENS -> totalVariance;
        };
    }
}
