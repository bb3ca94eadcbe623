package dev.forebay;

import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.limit.Limits;
import dev.forebay.limit.SharedConcurrency;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.pool.Snapshot;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a program, by name, with one clock and the same listeners.
 *
 * <p>Thread-safe; no method blocks.
 *
 * <pre>{@code
 * Forebay forebay = Forebay.create();
 * Pool sonnet = forebay.pool("claude-sonnet");
 * String answer = sonnet.call(Cost.of(prompt).maxOutputTokens(100), attempt -> ask(prompt, attempt));
 * }</pre>
 */
public final class Forebay {

    /** A program has a handful of pools; a name per request is a mistake that would fill the heap. */
    public static final int POOLS_MAX = 10_000;

    private final Builder settings;
    private final Audience audience = new Audience();
    private final ConcurrentSkipListMap<String, Pool> pools = new ConcurrentSkipListMap<>();

    private volatile @Nullable String stopReason;

    private Forebay(Builder settings) {
        this.settings = settings;
        listen(settings.listener);
    }

    /** Pools that learn their limits from the provider's headers. */
    public static Forebay create() {
        return builder().build();
    }

    /** Pools with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The pool of this name; made when it is first asked for, with limits to be learned. */
    public Pool pool(String name) {
        return pool(name, Limits.unknown(), Metering.AS_PRODUCED);
    }

    /** The pool of this name; made when it is first asked for, and then the limits and the metering count. */
    public Pool pool(String name, Limits limits, Metering metering) {
        return pool(name, builder -> builder.limits(limits).metering(metering));
    }

    /** The pool of this name; made when it is first asked for, and then {@code options} are applied. */
    public Pool pool(String name, UnaryOperator<PoolBuilder> options) {
        Pool known = pools.get(name);
        if (known != null) {
            return known;
        }
        if (pools.size() >= POOLS_MAX) {
            throw new IllegalStateException("there are " + POOLS_MAX + " pools; use one for each account and model");
        }
        PoolBuilder builder = Pool.builder(name)
                .clock(settings.clock)
                .randomness(settings.randomness)
                .listener(audience)
                .context(settings.context)
                .retryPolicy(settings.retryPolicy);
        if (settings.sharedConcurrency != null) {
            builder.sharedConcurrency(settings.sharedConcurrency);
        }
        Pool made = options.apply(builder).build();
        Pool first = pools.putIfAbsent(name, made);
        Pool pool = first == null ? made : first;
        if (first == null) {
            audience.on(new Event.Made(name));
        }
        String reason = stopReason;
        if (reason != null) {
            pool.stop(reason);
        }
        return pool;
    }

    /** All pools, by name. */
    public Collection<Pool> pools() {
        return List.copyOf(pools.values());
    }

    /** Tells {@code listener} too, from now on, what happens in every pool, those that are made later among them. */
    public void listen(EventListener listener) {
        if (listener.listens()) {
            audience.listeners.add(listener);
        }
    }

    /**
     * The kill switch: calls in flight finish, nothing new starts, and those who wait are told the reason. It holds for pools
     * that are made later too.
     */
    public void stop(String reason) {
        stopReason = reason;
        pools.values().forEach(pool -> pool.stop(reason));
    }

    /** One line for each pool: calls, throttles, limits. */
    public String report() {
        return pools.values().stream().map(Pool::snapshot).map(Forebay::line).collect(Collectors.joining("\n"));
    }

    private static String line(Snapshot snapshot) {
        long calls =
                snapshot.outcomes().values().stream().mapToLong(Long::longValue).sum();
        String limits = snapshot.meters().stream()
                .map(meter -> meter.limit() + " " + meter.dimension().words() + " per " + meter.period())
                .collect(Collectors.joining(", "));
        return snapshot.pool() + "  " + calls + " calls  " + snapshot.throttles() + " throttled  "
                + (limits.isEmpty() ? "limits unknown" : limits);
    }

    /** All who listen; one that throws keeps nobody else from being told. */
    private static final class Audience implements EventListener {

        private final List<EventListener> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void on(Event event) {
            for (EventListener listener : listeners) {
                try {
                    listener.on(event);
                } catch (RuntimeException | Error ignored) {
                    // As in a pool: what a listener throws changes nothing.
                }
            }
        }

        @Override
        public boolean listens() {
            return !listeners.isEmpty();
        }
    }

    /** Collects the settings of a {@link Forebay}; not thread-safe. */
    public static final class Builder {

        private Clock clock = Clock.system();
        private Randomness randomness = Randomness.system();
        private EventListener listener = EventListener.NONE;
        private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        private @Nullable SharedConcurrency sharedConcurrency;
        private UnaryOperator<Runnable> context = UnaryOperator.identity();

        private Builder() {}

        /** Default: this machine's clock. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Where jitter comes from. Default: nobody can repeat it. */
        public Builder randomness(Randomness randomness) {
            this.randomness = randomness;
            return this;
        }

        /** Is told what happens in every pool. Default: nobody. */
        public Builder listener(EventListener listener) {
            this.listener = listener;
            return this;
        }

        /** How calls are retried. Default: {@link RetryPolicy#DEFAULT}. */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = retryPolicy;
            return this;
        }

        /** How many calls may be in flight in all pools together. Default: only what each pool allows. */
        public Builder sharedConcurrency(SharedConcurrency shared) {
            this.sharedConcurrency = shared;
            return this;
        }

        /** What calls that do not block take along to the thread on which they are made: see {@link PoolBuilder#context}. Default: nothing. */
        public Builder context(UnaryOperator<Runnable> carrier) {
            this.context = carrier;
            return this;
        }

        /** The pools. */
        public Forebay build() {
            return new Forebay(this);
        }
    }
}
