package dev.forebay.pool;

/** What calls ask for in each dimension, in permits, as estimated when they came. Immutable. */
record Load(double requests, double inputTokens, double outputTokens, double totalTokens) {

    static final Load NONE = new Load(0, 0, 0, 0);

    static Load of(Estimate estimate, Metering metering) {
        return new Load(
                metering.held(Counted.REQUESTS, estimate),
                metering.held(Counted.INPUT_TOKENS, estimate),
                metering.held(Counted.OUTPUT_TOKENS, estimate),
                metering.held(Counted.TOTAL_TOKENS, estimate));
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

    double in(Counted counted) {
        return switch (counted) {
            case REQUESTS -> requests;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case TOTAL_TOKENS -> totalTokens;
            case OTHER -> 0;
        };
    }
}
