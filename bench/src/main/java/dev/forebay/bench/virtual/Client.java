package dev.forebay.bench.virtual;

import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.pool.PoolState;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Work;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One process: store, queue, worker and pool, all real, on the laboratory's thread. */
final class Client {

    private final Setup setup;
    private final InMemoryJobStore store;
    private final MortalClock clock;
    private final Watch watch;
    private final Pool pool;
    private final Work work;

    /**
     * What is the same in every life of a client.
     *
     * @param name of the client and of its pool
     * @param clock the laboratory's
     * @param provider the provider
     * @param scenario what is tried out
     * @param documents the client's own work
     * @param tape on which its calls are recorded
     * @param seed of its chance
     */
    record Setup(
            String name,
            LabClock clock,
            SimulatedProvider provider,
            Scenario scenario,
            List<Document> documents,
            Tape tape,
            long seed) {}

    private Client(Setup setup, InMemoryJobStore store, Optional<PoolState> restored) {
        this.setup = setup;
        this.store = store;
        clock = new MortalClock(setup.clock());
        watch = new Watch(setup.clock());
        PoolBuilder builder = Pool.builder(setup.name())
                .clock(clock)
                .randomness(Randomness.seeded(setup.seed()))
                .executor(Runnable::run)
                .metering(setup.scenario().form().metering())
                .limits(setup.scenario().known())
                .listener(watch);
        restored.ifPresent(builder::restore);
        pool = builder.build();
        JobQueue queue = JobQueue.builder(store)
                .clock(clock)
                .randomness(Randomness.seeded(setup.seed() + 1))
                .build();
        CountedTransport transport = new CountedTransport(
                setup.clock(), clock, setup.provider(), setup.scenario().way(), Randomness.seeded(setup.seed() + 2));
        CountedCalls calls = new CountedCalls(
                setup.scenario().form(),
                setup.name(),
                transport,
                setup.documents(),
                setup.scenario().exact(),
                setup.tape());
        work = queue.work(pool, calls, (answer, transaction) -> transaction.storeResult(Bytes.utf8("done")));
    }

    /** Starts a client with an empty store, and gives it its work. */
    static Client start(Setup setup) {
        InMemoryJobStore store = new InMemoryJobStore(setup.clock());
        List<NewJob> all = new ArrayList<>();
        for (int index = 0; index < setup.documents().size(); index++) {
            all.add(NewJob.of("job-" + index, Bytes.utf8("document " + index)));
        }
        store.enqueue(all);
        return new Client(setup, store, Optional.empty());
    }

    /** Ends the process at once: what it has in flight is lost to it, not to the provider. */
    void kill() {
        clock.kill();
    }

    /** The same command again, with what the store remembers. */
    Client startAgain() {
        Optional<PoolState> saved =
                JobQueue.savedState(store, setup.name()).toCompletableFuture().join();
        return new Client(setup, store, saved);
    }

    boolean isDone() {
        return work.done().toCompletableFuture().isDone();
    }

    void check() {
        if (clock.isAlive() && !isDone()) {
            watch.between(pool);
        }
    }

    /** What was not as promised; empty if all was. */
    List<String> verdict() {
        watch.atRest(pool);
        List<String> violations = new ArrayList<>(watch.violations());
        long done = store.counts().toCompletableFuture().join().of(JobState.DONE);
        if (done != setup.documents().size()) {
            violations.add("only " + done + " of " + setup.documents().size() + " jobs succeeded: " + work.counts());
        }
        return violations;
    }

    @Override
    public String toString() {
        return pool.why() + ", " + pool.snapshot();
    }
}
