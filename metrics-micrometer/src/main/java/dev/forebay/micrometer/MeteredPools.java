package dev.forebay.micrometer;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.pool.Pool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics of each pool by its name, as far as there are not too many. Thread-safe. */
final class MeteredPools implements EventListener {

    private final MeterRegistry registry;
    private final Forebay forebay;
    private final Tags tags;
    private final BoundedTag names = new BoundedTag(ForebayMetrics.POOLS_MAX);
    private final ConcurrentHashMap<String, PoolMetrics> pools = new ConcurrentHashMap<>();

    MeteredPools(MeterRegistry registry, Forebay forebay, Tags tags) {
        this.registry = registry;
        this.forebay = forebay;
        this.tags = tags;
    }

    @Override
    public void on(Event event) {
        of(event.pool()).on(event);
    }

    /** Registers the metrics of the pools that there are, so that they show before anything happens. */
    void meetAll() {
        forebay.pools().forEach(pool -> of(pool.name()));
    }

    private PoolMetrics of(String pool) {
        return pools.computeIfAbsent(names.of(pool), this::meet);
    }

    private PoolMetrics meet(String name) {
        Tags own = tags.and("pool", name);
        if (!names.has(name)) {
            new PoolGauges<>(registry, own, this, MeteredPools::others).register();
            return new PoolMetrics(registry, own, () -> {});
        }
        return forebay.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .map(pool -> meet(pool, own))
                .orElseGet(() -> new PoolMetrics(registry, own, () -> {}));
    }

    private PoolMetrics meet(Pool pool, Tags own) {
        new PoolGauges<>(registry, own, pool, List::of).register();
        LimitGauges limits = new LimitGauges(registry, own, pool);
        limits.register();
        return new PoolMetrics(registry, own, limits::meet);
    }

    private Collection<Pool> others() {
        return forebay.pools().stream().filter(pool -> !names.has(pool.name())).toList();
    }
}
