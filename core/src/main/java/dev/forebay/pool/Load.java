package dev.forebay.pool;

import dev.forebay.signal.Dimension;

/** What calls ask for in each dimension, in permits, as estimated when they came. Immutable. */
record Load(double requests, double inputTokens, double outputTokens, double totalTokens) {

    static final Load NONE = new Load(0, 0, 0, 0);

    static Load of(Estimate estimate, Metering metering) {
        return new Load(
                metering.held(Dimension.REQUESTS, estimate),
                metering.held(Dimension.INPUT_TOKENS, estimate),
                metering.held(Dimension.OUTPUT_TOKENS, estimate),
                metering.held(Dimension.TOTAL_TOKENS, estimate));
    }

    Load plus(Load other) {
        return new Load(
                requests + other.requests,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                totalTokens + other.totalTokens);
    }

    Load times(int factor) {
        return new Load(factor * requests, factor * inputTokens, factor * outputTokens, factor * totalTokens);
    }

    double in(Dimension dimension) {
        if (dimension.equals(Dimension.REQUESTS)) {
            return requests;
        }
        if (dimension.equals(Dimension.INPUT_TOKENS)) {
            return inputTokens;
        }
        if (dimension.equals(Dimension.OUTPUT_TOKENS)) {
            return outputTokens;
        }
        return dimension.equals(Dimension.TOTAL_TOKENS) ? totalTokens : 0;
    }
}
