package dev.forebay.pool;

import dev.forebay.limit.Rate;

/** What calls ask for in each dimension, in permits, as estimated when they came. Immutable. */
record Load(double requests, double inputTokens, double outputTokens, double totalTokens) {

    static final Load NONE = new Load(0, 0, 0, 0);

    static Load of(Permits held) {
        return new Load(
                permits(held.requests()),
                permits(held.inputTokens()),
                permits(held.outputTokens()),
                permits(held.totalTokens()));
    }

    private static double permits(long micros) {
        return (double) micros / Rate.MICROS_PER_PERMIT;
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
