package dev.forebay.pool;

import dev.forebay.signal.Dimension;
import java.util.Map;
import java.util.Optional;

/**
 * What a pool expects of one call, by all it has learned so far. Immutable.
 *
 * @param answers that were learned from; with 0 all the rest is assumed
 * @param inputTokens the mean
 * @param inputTokensMax what the prompt has at the very most
 * @param outputTokens the mean
 * @param outputTokensMax what the request allows; the mean if the cost does not say
 * @param permits what the call holds of each limit of the pool
 * @param neverFits the limit that gives less in a whole period than the call asks for at the very least; such a call is refused
 */
public record Expectation(
        long answers,
        double inputTokens,
        double inputTokensMax,
        double outputTokens,
        double outputTokensMax,
        Map<Dimension, Double> permits,
        Optional<Dimension> neverFits) {

    /** Copies the map. */
    public Expectation {
        permits = Map.copyOf(permits);
    }
}
