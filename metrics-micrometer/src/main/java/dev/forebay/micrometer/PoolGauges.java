package dev.forebay.micrometer;

import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What pools show at the moment, added up. A registry holds its sources weakly: it keeps no pool that nobody else uses.
 * Thread-safe.
 */
final class PoolGauges<S> {

    private final MeterRegistry registry;
    private final Tags tags;
    private final S source;
    private final Function<S, Collection<Pool>> pools;

    PoolGauges(MeterRegistry registry, Tags tags, S source, Function<S, Collection<Pool>> pools) {
        this.registry = registry;
        this.tags = tags;
        this.source = source;
        this.pools = pools;
    }

    void register() {
        gauge("forebay.line.length", "calls", "Calls that wait in line", Snapshot::waiting);
        gauge("forebay.in.flight", "calls", "Calls that hold permits", Snapshot::inFlight);
        gauge(
                "forebay.stopped",
                "pools",
                "Pools in which nothing starts any more",
                snapshot -> snapshot.stopped().isEmpty() ? 0 : 1);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<Snapshot> value) {
        Function<S, Collection<Pool>> shown = pools;
        Gauge.builder(
                        name,
                        source,
                        held -> shown.apply(held).stream()
                                .map(Pool::snapshot)
                                .mapToDouble(value)
                                .sum())
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
