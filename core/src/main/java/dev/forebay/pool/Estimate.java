package dev.forebay.pool;

/**
 * The size of one call as the pool expects it. Immutable.
 *
 * @param inputBytes UTF-8 bytes of the prompt
 * @param inputTokensKnown whether the caller gave the tokens
 * @param inputTokens the mean, in tokens
 * @param inputTokensLow what the prompt has at the very least
 * @param inputTokensHigh what it has at the very most: a token has a byte or more
 * @param inputSigma the standard deviation of the estimate's error
 * @param outputTokens the mean
 * @param outputSigma the standard deviation
 * @param maxOutputTokens the most; the mean where unknown
 * @param maxOutputTokensKnown whether the caller gave it
 */
record Estimate(
        long inputBytes,
        boolean inputTokensKnown,
        double inputTokens,
        double inputTokensLow,
        double inputTokensHigh,
        double inputSigma,
        double outputTokens,
        double outputSigma,
        double maxOutputTokens,
        boolean maxOutputTokensKnown) {

    /** Whether nothing about it is estimated. */
    boolean isCertain() {
        return inputTokensKnown && outputSigma == 0;
    }
}
