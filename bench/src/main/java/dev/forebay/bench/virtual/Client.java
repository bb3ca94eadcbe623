package dev.forebay.bench.virtual;

import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Work;
import dev.forebay.queue.WorkCounts;
import dev.forebay.time.Randomness;
import java.util.ArrayList;
import java.util.List;

/** One process: store, queue, worker and pool, all real, on the laboratory's thread. */
final class Client {

    private final Watch watch;
    private final Pool pool;
    private final Work work;
    private final int jobs;

    Client(
            String name,
            LabClock clock,
            CountedTransport transport,
            Scenario scenario,
            List<Document> documents,
            Tape tape,
            long seed) {
        watch = new Watch(clock);
        pool = Pool.builder(name)
                .clock(clock)
                .randomness(Randomness.seeded(seed))
                .executor(Runnable::run)
                .metering(Metering.AS_PRODUCED)
                .limits(scenario.known())
                .listener(watch)
                .build();
        JobQueue queue = JobQueue.builder(new InMemoryJobStore(clock))
                .clock(clock)
                .randomness(Randomness.seeded(seed + 1))
                .build();
        List<NewJob> all = new ArrayList<>();
        for (int index = 0; index < documents.size(); index++) {
            all.add(NewJob.of("job-" + index, Bytes.utf8("document " + index)));
        }
        jobs = all.size();
        queue.enqueue(all);
        CountedCalls calls = new CountedCalls(Provider.anthropic(), name, transport, documents, scenario.exact(), tape);
        work = queue.work(pool, calls, (answer, transaction) -> transaction.storeResult(Bytes.utf8("done")));
    }

    Pool pool() {
        return pool;
    }

    boolean isDone() {
        return work.done().toCompletableFuture().isDone();
    }

    void check() {
        if (!isDone()) {
            watch.between(pool);
        }
    }

    /** When nothing was started because the provider had asked to wait. */
    List<Watch.Pause> pauses() {
        return watch.pauses();
    }

    /** What was not as promised; empty if all was. */
    List<String> verdict() {
        watch.atRest(pool);
        List<String> violations = new ArrayList<>(watch.violations());
        WorkCounts counts = work.counts();
        if (counts.succeeded() != jobs) {
            violations.add("only " + counts.succeeded() + " of " + jobs + " jobs succeeded: " + counts);
        }
        return violations;
    }

    @Override
    public String toString() {
        return pool.why() + ", " + pool.snapshot();
    }
}
