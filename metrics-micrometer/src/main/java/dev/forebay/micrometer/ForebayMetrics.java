package dev.forebay.micrometer;

import dev.forebay.Forebay;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens in the pools of a {@link Forebay}, as meters of Micrometer; docs/metrics.md lists them all.
 *
 * <pre>{@code
 * new ForebayMetrics(forebay).bindTo(registry);
 * }</pre>
 *
 * <p>Counts from then on, in the pools that there are and in those that are made later. The number of series is bounded: see
 * {@link #POOLS_MAX}.
 *
 * <p>Thread-safe. No method blocks beyond a pool's lock: a gauge that is read takes a snapshot of its pool.
 */
public final class ForebayMetrics implements MeterBinder {

    /**
     * The pools that have a tag of their own; what happens in all others is counted under {@link #OTHER}. A program has a
     * handful of pools, for each about fifty series, and a hundred pools are still few for a registry. Only a model name per
     * request or per user makes more, and that must not be what fills it.
     */
    public static final int POOLS_MAX = 100;

    /** The value of a tag whose own would be one too many. */
    public static final String OTHER = "other";

    private final Forebay forebay;
    private final Tags tags;
    private final Set<MeterRegistry> bound = ConcurrentHashMap.newKeySet();

    /** The meters of these pools. */
    public ForebayMetrics(Forebay forebay) {
        this(forebay, Tags.empty());
    }

    /** The same with tags that all of them have: those of several {@link Forebay}s in one registry must differ. */
    public ForebayMetrics(Forebay forebay, Iterable<Tag> tags) {
        this.forebay = forebay;
        this.tags = Tags.of(tags);
    }

    /** Registers the meters and counts from now on; a registry that has them already is left as it is. */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (bound.add(registry)) {
            MeteredPools pools = new MeteredPools(registry, forebay, tags);
            forebay.listen(pools);
            pools.meetAll();
        }
    }
}
