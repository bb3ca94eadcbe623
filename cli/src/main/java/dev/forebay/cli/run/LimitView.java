package dev.forebay.cli.run;

import dev.forebay.cli.progress.Figures;
import dev.forebay.cli.progress.Words;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Snapshot;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says how well the limits of a pool are used. Stateless. */
final class LimitView {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Over less time than this a share of the limit says nothing. */
    private static final Duration SHARE_AFTER = Duration.ofSeconds(5);

    private static final double PERCENT = 100;

    private LimitView() {}

    /** Limits that the provider told, as a person reads them. */
    static String told(Limits limits) {
        return limits.quotas().stream()
                .map(quota -> Words.count(quota.amount()) + " "
                        + quota.dimension().words() + " a " + (quota.period().equals(MINUTE) ? "minute" : "day"))
                .collect(Collectors.joining(", ", "the provider tells these limits: ", ""));
    }

    /** The limit by the minute that was used most in the last one, as {@code 1,180 of 1,200 requests/min}. */
    static String use(Snapshot pool) {
        return byTheMinute(pool).stream()
                .max(Comparator.comparingDouble(meter -> (double) meter.usedLastMinute() / meter.limit()))
                // What was used can be negative for a moment: permits come back in a later second than they were taken.
                .map(meter ->
                        Words.shortCount(Math.max(0, meter.usedLastMinute())) + " of " + Words.shortCount(meter.limit())
                                + " " + meter.dimension().words() + "/min")
                .orElse("");
    }

    /**
     * The share of the limit that a run has used: the time that the limit needs for the work, the stored burst credited, over
     * the time that it took; empty if that cannot be told.
     */
    static Optional<String> share(Snapshot pool, Figures.Calls calls, long granted, Duration took) {
        if (took.compareTo(SHARE_AFTER) < 0) {
            return Optional.empty();
        }
        Optional<Snapshot.MeterSnapshot> binding = byTheMinute(pool).stream()
                .max(Comparator.comparingDouble(meter -> neededSeconds(meter, calls, granted)));
        return binding.filter(meter -> neededSeconds(meter, calls, granted) > 0)
                .map(meter -> String.format(
                        Locale.ROOT,
                        "%.1f %% of the limit of %s %s a minute",
                        PERCENT * neededSeconds(meter, calls, granted) / (took.toMillis() / 1e3),
                        Words.count(meter.limit()),
                        meter.dimension().words()));
    }

    private static double neededSeconds(Snapshot.MeterSnapshot meter, Figures.Calls calls, long granted) {
        return (used(meter.dimension(), calls, granted) - meter.capacity()) / meter.limit() * MINUTE.toSeconds();
    }

    private static double used(Dimension dimension, Figures.Calls calls, long granted) {
        if (dimension.equals(Dimension.REQUESTS)) {
            return granted - calls.throttled();
        }
        if (dimension.equals(Dimension.INPUT_TOKENS)) {
            return calls.inputTokens();
        }
        if (dimension.equals(Dimension.OUTPUT_TOKENS)) {
            return calls.outputTokens();
        }
        return dimension.equals(Dimension.TOTAL_TOKENS) ? calls.inputTokens() + calls.outputTokens() : 0;
    }

    private static List<Snapshot.MeterSnapshot> byTheMinute(Snapshot pool) {
        return pool.meters().stream()
                .filter(meter -> meter.period().equals(MINUTE))
                .toList();
    }
}
