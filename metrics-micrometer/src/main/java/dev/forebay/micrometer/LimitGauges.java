package dev.forebay.micrometer;

import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.pool.Snapshot.MeterSnapshot;
import dev.forebay.signal.Dimension;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What the limits of one pool show at the moment; a pool has sixteen at most. Thread-safe. */
final class LimitGauges {

    private static final Map<Duration, String> PERIODS =
            Map.of(Duration.ofMinutes(1), "minute", Duration.ofHours(1), "hour", Duration.ofDays(1), "day");

    private final MeterRegistry registry;
    private final Tags tags;
    private final Pool pool;
    private final Set<Limit> met = ConcurrentHashMap.newKeySet();

    private record Limit(Dimension dimension, Duration period) {

        static Limit of(MeterSnapshot meter) {
            return new Limit(meter.dimension(), meter.period());
        }

        Tags tags() {
            return Tags.of("dimension", dimension.name(), "period", PERIODS.getOrDefault(period, period.toString()));
        }
    }

    LimitGauges(MeterRegistry registry, Tags tags, Pool pool) {
        this.registry = registry;
        this.tags = tags;
        this.pool = pool;
    }

    void register() {
        Gauge.builder("forebay.in.flight.max", pool, shown -> cap(shown.snapshot()))
                .baseUnit("calls")
                .description("Calls that may be in flight now; no number where nothing caps them")
                .tags(tags)
                .register(registry);
        meet();
    }

    /** Registers the gauges of the limits that were not known before. */
    void meet() {
        pool.snapshot().meters().stream().map(Limit::of).filter(met::add).forEach(this::meet);
    }

    private void meet(Limit limit) {
        gauge(limit, "amount", "permits", "Permits that the limit gives in its period", MeterSnapshot::limit);
        gauge(limit, "capacity", "permits", "Permits that the bucket holds when full", MeterSnapshot::capacity);
        gauge(limit, "level", "permits", "Permits that the bucket holds now; below zero is debt", MeterSnapshot::level);
        gauge(limit, "reserved", "permits", "Permits that calls in flight hold", MeterSnapshot::reserved);
        gauge(limit, "used", "ratio", "Permits used in the last minute of those given in one", LimitGauges::used);
        gauge(limit, "drift", "permits", "By how much the last header moved our level", MeterSnapshot::drift);
        gauge(limit, "neighbour", "ratio", "Part of the rate that others use", MeterSnapshot::neighbourShare);
    }

    private void gauge(
            Limit limit, String name, String unit, String description, ToDoubleFunction<MeterSnapshot> value) {
        Gauge.builder("forebay.limit." + name, pool, shown -> value(shown.snapshot(), limit, value))
                .baseUnit(unit)
                .description(description)
                .tags(tags.and(limit.tags()))
                .register(registry);
    }

    private static double value(Snapshot snapshot, Limit limit, ToDoubleFunction<MeterSnapshot> value) {
        return snapshot.meters().stream()
                .filter(meter -> Limit.of(meter).equals(limit))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double used(MeterSnapshot meter) {
        double minutes = meter.period().toMillis() / 60_000.0;
        return meter.usedLastMinute() * minutes / meter.limit();
    }

    private static double cap(Snapshot snapshot) {
        return snapshot.concurrencyCap() == Integer.MAX_VALUE ? Double.NaN : snapshot.concurrencyCap();
    }
}
