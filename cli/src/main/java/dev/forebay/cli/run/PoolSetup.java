package dev.forebay.cli.run;

import dev.forebay.cli.store.Stores;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.pool.PoolState;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.HttpTransport;
import dev.forebay.providers.http.Transport;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobStore;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the pool of a run, with what an earlier run has learned, and the way its calls go. Stateless. */
final class PoolSetup {

    /** Permits of a call that has not ended so long after its timeout are given up. */
    private static final Duration LEASE_AFTER_TIMEOUT = Duration.ofMinutes(5);

    /** Two buffers of a connection, a request, an answer, and its way through the store. */
    private static final long HEAP_BYTES_PER_CALL = 200_000;

    private static final int CALLS_MIN = 64;

    /** More than any limit by the minute needs at answers of a minute. */
    private static final int CALLS_MAX = 10_000;

    private PoolSetup() {}

    /** The pool of a run, which keeps its budget. */
    static Pool open(RunSettings settings, JobStore store, Clock clock, Tally tally) {
        RunSettings.Pace pace = settings.pace();
        PoolBuilder pool = pool(settings, clock, saved(settings, store)).listener(tally::inPool);
        if (pace.budget().isPresent() && pace.price().isPresent()) {
            pool.budget(Budget.dollars(pace.budget().get()), pace.price().get());
        }
        return pool.build();
    }

    /** The pool of a run without its budget, for one who only asks. */
    static PoolBuilder pool(RunSettings settings, Clock clock, Optional<PoolState> saved) {
        CallForm form = settings.form();
        PoolBuilder pool = Pool.builder(name(settings))
                .clock(clock)
                .limits(bounded(settings.pace().limits()))
                .metering(form.provider().equals(Provider.anthropic()) ? Metering.AS_PRODUCED : Metering.UP_FRONT)
                .reservationLease(form.timeout().plus(LEASE_AFTER_TIMEOUT));
        saved.ifPresent(pool::restore);
        return pool;
    }

    /** What an earlier run has learned. */
    static Optional<PoolState> saved(RunSettings settings, JobReader store) {
        return Stores.await(JobQueue.savedState(store, name(settings)));
    }

    /** A provider without limits would be asked faster and faster, until the calls in flight fill the heap. */
    private static Limits bounded(Limits limits) {
        if (limits.concurrency().isPresent()) {
            return limits;
        }
        long calls =
                Math.max(CALLS_MIN, Math.min(CALLS_MAX, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CALL));
        // The heap is all ours, whoever shares the key.
        return limits.withConcurrency(Math.toIntExact(calls * limits.parts()));
    }

    private static String name(RunSettings settings) {
        CallForm form = settings.form();
        return ModelPools.dated().poolOf(form.provider().name(), form.model().name());
    }

    static Transport transport(Clock clock) {
        return HttpTransport.create(clock);
    }
}
