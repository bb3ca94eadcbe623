package dev.forebay.cli.run;

import dev.forebay.cli.store.Stores;
import dev.forebay.money.Budget;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.pool.PoolState;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.HttpTransport;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.JobStore;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the pool of a run, with what an earlier run has learned, and the handler of its calls. Stateless. */
final class PoolSetup {

    /** Permits of a call that has not ended so long after its timeout are given up. */
    private static final Duration LEASE_AFTER_TIMEOUT = Duration.ofMinutes(5);

    private PoolSetup() {}

    static Pool open(RunSettings settings, JobStore store, Clock clock, Tally tally) {
        CallForm form = settings.form();
        RunSettings.Pace pace = settings.pace();
        String name =
                ModelPools.dated().poolOf(form.provider().name(), form.model().name());
        PoolBuilder pool = Pool.builder(name)
                .clock(clock)
                .limits(pace.limits())
                .metering(form.provider().equals(Provider.anthropic()) ? Metering.AS_PRODUCED : Metering.UP_FRONT)
                .reservationLease(form.timeout().plus(LEASE_AFTER_TIMEOUT))
                .listener(tally::inPool);
        if (pace.budget().isPresent() && pace.price().isPresent()) {
            pool.budget(Budget.dollars(pace.budget().get()), pace.price().get());
        }
        Optional<PoolState> saved = Stores.await(JobQueue.on(store).savedState(name));
        saved.ifPresent(pool::restore);
        return pool.build();
    }

    static CallHandler handler(CallForm form, Clock clock) {
        return new CallHandler(form, HttpTransport.create(clock));
    }
}
