package dev.forebay.cli.plan;

import dev.forebay.money.Price;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run would take and cost. Immutable.
 *
 * @param jobs to be done
 * @param neverFit further jobs that a limit will never let through, and that are in none of the other numbers
 * @param tokens of all of them
 * @param time as likely too long as too short; empty if no limit is known
 * @param binding the limit that decides the time; empty if none does
 * @param price empty if it is not known
 * @param basis where the tokens come from
 */
public record Forecast(
        long jobs,
        long neverFit,
        Tokens tokens,
        Optional<Duration> time,
        Optional<Dimension> binding,
        Optional<Price> price,
        Basis basis) {

    /** Both providers take half for a batch, and up to 24 hours: their pricing pages, 2026-11. */
    public static final double BATCH_SHARE = 0.5;

    /** Where the tokens come from, and by how much they may be off: upwards with one chance in ten, downwards likewise. */
    public enum Basis {
        /** Answers of the same store. */
        LEARNED(0.03, 0.05, 0.05),
        /** The shape of the text, and the user's guess of an answer. */
        GIVEN(0.03, 0.15, 0.15),
        /** The shape of the text, and an assumption about answers. */
        ASSUMED(0.03, 0.15, 0.75);

        private final double requests;
        private final double input;
        private final double output;

        Basis(double requests, double input, double output) {
            this.requests = requests;
            this.input = input;
            this.output = output;
        }

        private double error(Optional<Dimension> dimension) {
            if (dimension.filter(Dimension.INPUT_TOKENS::equals).isPresent()) {
                return input;
            }
            boolean other = dimension
                    .filter(bound -> bound.equals(Dimension.OUTPUT_TOKENS) || bound.equals(Dimension.TOTAL_TOKENS))
                    .isPresent();
            return other ? output : requests;
        }
    }

    /**
     * Sums over all jobs. Immutable.
     *
     * @param input expected
     * @param inputMax what the prompts have at the very most
     * @param output expected
     * @param outputMax what the requests allow
     */
    public record Tokens(double input, double inputMax, double output, double outputMax) {}

    /** The time that is exceeded once in ten. */
    public Optional<Duration> timeAtWorst() {
        return time.map(expected -> Duration.ofMillis(Math.round(expected.toMillis() * (1 + basis.error(binding)))));
    }

    /** The price of what is expected, in millionths of a dollar. */
    public OptionalLong cost() {
        return cost(tokens.input, tokens.output);
    }

    /** The price that is undercut once in ten. */
    public OptionalLong costAtBest() {
        return cost(tokens.input * (1 - basis.input), tokens.output * (1 - basis.output));
    }

    /** The price that cannot be exceeded: every byte of a prompt a token, every answer as long as it may be. */
    public OptionalLong costAtWorst() {
        return cost(tokens.inputMax, tokens.outputMax);
    }

    /** What the provider's Batch API would take for what is expected. */
    public OptionalLong costAsBatch() {
        OptionalLong cost = cost();
        return cost.isPresent() ? OptionalLong.of(Math.round(cost.getAsLong() * BATCH_SHARE)) : cost;
    }

    private OptionalLong cost(double input, double output) {
        if (price.isEmpty()) {
            return OptionalLong.empty();
        }
        // Dollars per million tokens are millionths of a dollar per token.
        double micros = input * price.get().input().doubleValue()
                + output * price.get().output().doubleValue();
        return OptionalLong.of((long) Math.ceil(micros));
    }
}
