package dev.forebay.micrometer;

import dev.forebay.event.Event;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * What the events of one pool count up to. Metrics without a tag beside the pool's are there from the beginning, so that their
 * first increment is seen as one; the others come with what they count. Thread-safe.
 */
final class PoolMetrics {

    /** More than any provider limits; a hostile answer cannot fill the registry with invented ones. */
    private static final int DIMENSIONS_MAX = 16;

    private static final String UNNAMED = "unnamed";
    private static final double NANO_DOLLARS = 1e9;

    private final BoundedTag dimensions = new BoundedTag(DIMENSIONS_MAX);
    private final Runnable onLimit;
    private final Timer wait;
    private final MeterProvider<Timer> requests;
    private final Counter inputTokens;
    private final Counter cacheReadTokens;
    private final Counter cacheWriteTokens;
    private final Counter outputTokens;
    private final Counter cost;
    private final MeterProvider<Counter> throttles;
    private final MeterProvider<Counter> retries;
    private final Counter cancelled;
    private final Counter expired;
    private final Counter pauses;
    private final MeterProvider<Counter> limitChanges;
    private final MeterProvider<Counter> limitDiffers;

    PoolMetrics(MeterRegistry registry, Tags tags, Runnable onLimit) {
        this.onLimit = onLimit;
        wait = Timer.builder("forebay.line.wait")
                .description("Time that calls waited in line until they were let through")
                .tags(tags)
                .register(registry);
        requests = Timer.builder("forebay.requests")
                .description("Requests by what became of them, and the time that they took")
                .tags(tags)
                .withRegistry(registry);
        Counter.Builder tokens = counter("forebay.tokens", "tokens", "Tokens as the provider counted them", tags);
        inputTokens = tokens.tag("kind", "input").register(registry);
        cacheReadTokens = tokens.tag("kind", "cache-read").register(registry);
        cacheWriteTokens = tokens.tag("kind", "cache-write").register(registry);
        outputTokens = tokens.tag("kind", "output").register(registry);
        cost = counter("forebay.cost", "dollars", "Cost of requests by the price of the pool", tags)
                .register(registry);
        throttles = counter("forebay.throttles", "requests", "Requests that the provider refused with: wait", tags)
                .withRegistry(registry);
        retries = counter("forebay.retries", "requests", "Requests that were made again", tags)
                .withRegistry(registry);
        cancelled = counter("forebay.cancelled", "calls", "Calls given back before they were sent", tags)
                .register(registry);
        expired = counter("forebay.expired", "calls", "Reservations that nobody ended", tags)
                .register(registry);
        pauses = counter("forebay.pauses", "pauses", "Pauses of the pool, and extensions of one", tags)
                .register(registry);
        limitChanges = counter("forebay.limit.changes", "changes", "Limits that were learned or have changed", tags)
                .withRegistry(registry);
        limitDiffers = counter("forebay.limit.differs", "limits", "Given limits that the provider's differ from", tags)
                .withRegistry(registry);
    }

    private static Counter.Builder counter(String name, String unit, String description, Tags tags) {
        return Counter.builder(name).baseUnit(unit).description(description).tags(tags);
    }

    void on(Event event) {
        if (event instanceof Event.Granted granted) {
            wait.record(granted.waited());
        } else if (event instanceof Event.Settled settled) {
            settled(settled);
        } else if (event instanceof Event.Retried retried) {
            retries.withTag("kind", retried.attemptUsed() ? "failed" : "throttled")
                    .increment();
        } else if (event instanceof Event.Cancelled) {
            cancelled.increment();
        } else if (event instanceof Event.Expired) {
            expired.increment();
        } else if (event instanceof Event.Paused) {
            pauses.increment();
        } else if (event instanceof Event.LimitLearned learned) {
            limitChanges.withTag("dimension", named(learned.dimension())).increment();
            onLimit.run();
        } else if (event instanceof Event.LimitDiffers differs) {
            limitDiffers.withTag("dimension", named(differs.dimension())).increment();
        }
    }

    private void settled(Event.Settled settled) {
        Signal signal = settled.signal();
        Verdict verdict = signal.verdict();
        requests.withTag("kind", words(verdict)).record(settled.took());
        signal.usage().ifPresent(this::used);
        cost.increment(settled.nanoDollars() / NANO_DOLLARS);
        if (verdict.isThrottled()) {
            String dimension = signal.dimension().map(this::named).orElse(UNNAMED);
            String kind = words(verdict).replace("throttled-", "");
            throttles.withTags("kind", kind, "dimension", dimension).increment();
        }
    }

    private void used(Usage usage) {
        inputTokens.increment(usage.inputTokens());
        cacheReadTokens.increment(usage.cacheReadTokens());
        cacheWriteTokens.increment(usage.cacheWriteTokens());
        outputTokens.increment(usage.outputTokens());
    }

    private String named(Dimension dimension) {
        return dimensions.of(dimension.name());
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
