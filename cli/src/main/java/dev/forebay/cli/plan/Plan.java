package dev.forebay.cli.plan;

import dev.forebay.money.Price;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Expectation;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.queue.NewJob;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Adds up what the jobs of a run would use, and says what that takes: the time that each limit needs for all of it, and its
 * price. Sends nothing and reserves nothing. Not thread-safe.
 */
public final class Plan {

    /** Answers after which what was learned is better than an assumption. */
    private static final long ANSWERS_MIN = 10;

    /** Extraction, classification, a label: the answers of most bulk work. */
    private static final int OUTPUT_TOKENS_ASSUMED = 60;

    /** What a model produces at most where a request sets no bound. */
    private static final long OUTPUT_TOKENS_MAX = 64_000;

    private static final Duration LATENCY_ASSUMED = Duration.ofSeconds(1);

    private final Pool pool;
    private final Assumptions assumptions;
    private final Map<Dimension, Double> permits = new HashMap<>();
    private boolean learned;
    private long jobs;
    private long neverFit;
    private double inputTokens;
    private double inputTokensMax;
    private double outputTokens;
    private double outputTokensMax;

    /**
     * What is known beside the jobs. Immutable.
     *
     * @param outputTokens the user's guess of an answer's tokens
     * @param concurrency calls in flight, if the user bounds them
     * @param price empty if it is not known
     */
    public record Assumptions(Optional<Integer> outputTokens, Optional<Integer> concurrency, Optional<Price> price) {}

    /** A plan for this pool, with its limits and all it has learned. */
    public Plan(Pool pool, Assumptions assumptions) {
        this.pool = pool;
        this.assumptions = assumptions;
    }

    /**
     * Takes a job in.
     *
     * @param textBytes of its bytes those that count as text
     * @param most the most tokens that it lets a model produce; empty if it sets no bound
     */
    public void add(NewJob job, long textBytes, OptionalLong most) {
        long maxOutputTokens = most.orElse(OUTPUT_TOKENS_MAX);
        Expectation expected = pool.expect(Cost.ofBytes(textBytes).maxOutputTokens(maxOutputTokens));
        if (expected.neverFits().isPresent()) {
            neverFit++;
            return;
        }
        learned = expected.answers() >= ANSWERS_MIN;
        // What a picture costs is not known, but that it costs less than its bytes as text is.
        inputTokensMax += expected.inputTokensMax() + (job.payload().size() - textBytes);
        outputTokensMax += expected.outputTokensMax();
        if (!learned || assumptions.outputTokens().isPresent()) {
            double input = learned
                    ? expected.inputTokens()
                    : TextTokens.ofRequest(job.payload().utf8());
            double output = learned && assumptions.outputTokens().isEmpty()
                    ? expected.outputTokens()
                    : Math.min(maxOutputTokens, assumptions.outputTokens().orElse(OUTPUT_TOKENS_ASSUMED));
            expected = pool.expect(
                    Cost.tokens(Math.round(input), Math.round(output)).maxOutputTokens(maxOutputTokens));
        }
        jobs++;
        inputTokens += expected.inputTokens();
        outputTokens += expected.outputTokens();
        expected.permits().forEach((dimension, cost) -> permits.merge(dimension, cost, Double::sum));
    }

    /** What all of it takes. */
    public Forecast forecast() {
        Duration longest = Duration.ZERO;
        Optional<Dimension> binding = Optional.empty();
        Snapshot now = pool.snapshot();
        for (Snapshot.MeterSnapshot meter : now.meters()) {
            Duration needed = needed(meter);
            if (needed.compareTo(longest) > 0) {
                longest = needed;
                binding = Optional.of(meter.dimension());
            }
        }
        if (assumptions.concurrency().isPresent()) {
            Duration needed = LATENCY_ASSUMED
                    .multipliedBy(jobs)
                    .dividedBy(assumptions.concurrency().get());
            if (needed.compareTo(longest) > 0) {
                longest = needed;
                binding = Optional.of(Dimension.CONCURRENCY);
            }
        }
        boolean limited = !now.meters().isEmpty() || assumptions.concurrency().isPresent();
        boolean guessed = assumptions.outputTokens().isPresent();
        return new Forecast(
                jobs,
                neverFit,
                new Forecast.Tokens(inputTokens, inputTokensMax, outputTokens, outputTokensMax),
                limited ? Optional.of(longest.plus(LATENCY_ASSUMED)) : Optional.empty(),
                binding,
                assumptions.price(),
                learned ? Forecast.Basis.LEARNED : guessed ? Forecast.Basis.GIVEN : Forecast.Basis.ASSUMED);
    }

    /** How long a limit takes to let all jobs through, from the level it has now. */
    private Duration needed(Snapshot.MeterSnapshot meter) {
        double wanted = permits.getOrDefault(meter.dimension(), 0.0) - Math.max(0, meter.level());
        double periods = Math.max(0, wanted) / meter.limit();
        return Duration.ofMillis(Math.round(periods * meter.period().toMillis()));
    }
}
