package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.job;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoredResult;
import dev.forebay.queue.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads on one store. The test itself is confined to one thread. */
public interface ConcurrencyContract extends StoreFixture {

    /** More threads than a small machine has cores. */
    int THREADS = 8;

    @Test
    default void noJobIsClaimedTwice() throws Exception {
        int jobs = 300;
        get(store().enqueue(
                        IntStream.range(0, jobs).mapToObj(i -> job("job" + i)).toList()));
        ConcurrentLinkedQueue<Job> claimed = new ConcurrentLinkedQueue<>();
        together(worker -> {
            List<Candidate> found = get(store().candidates(20, Set.of())).jobs();
            while (!found.isEmpty()) {
                for (Candidate candidate : found) {
                    Claim claim = get(store().claim(candidate.id(), "worker" + worker, LEASE));
                    if (claim instanceof Claim.Claimed won) {
                        claimed.add(won.job());
                        Written written = get(store().ack(
                                        won.job().lease(),
                                        1,
                                        transaction -> transaction.storeResult(
                                                Bytes.utf8(won.job().id()))));
                        assertEquals(new Written.Applied(), written);
                    }
                }
                found = get(store().candidates(20, Set.of())).jobs();
            }
        });
        assertEquals(jobs, claimed.size());
        assertEquals(jobs, get(store().counts()).of(JobState.DONE));
        List<StoredResult> results = get(store().results(0, jobs + 1));
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < results.size(); i++) {
            assertEquals(i + 1, results.get(i).commitSequence(), "the order of commits has a gap");
            ids.add(results.get(i).jobId());
        }
        assertEquals(jobs, ids.size());
    }

    @Test
    default void oneIdEnqueuedByManyIsOneJob() throws Exception {
        List<NewJob> batch =
                IntStream.range(0, 50).mapToObj(i -> job("job" + i)).toList();
        ConcurrentLinkedQueue<Integer> inserted = new ConcurrentLinkedQueue<>();
        together(worker -> inserted.add(get(store().enqueue(batch)).inserted()));
        assertEquals(50, inserted.stream().mapToInt(Integer::intValue).sum());
        assertEquals(50, get(store().counts()).total());
    }

    private static void together(Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int worker = i;
                ends.add(threads.submit(() -> {
                    start.await();
                    task.run(worker);
                    return worker;
                }));
            }
            start.countDown();
            for (Future<?> end : ends) {
                end.get(PATIENCE_SECONDS * 4, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one of the threads does. */
    interface Task {
        /** Runs it. */
        void run(int worker);
    }
}
