package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code that blocks, on real threads and the real clock. */
class BlockingHandlerTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InMemoryJobStore store = new InMemoryJobStore(Clock.system());
    private final Pool pool = Pool.builder("blocking")
            .limits(Limits.parse("rpm=6000000,concurrency=8"))
            .build();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void callsRunOnTheThreadsOfTheExecutor() throws Exception {
        store.enqueue(
                IntStream.range(0, 500).mapToObj(i -> Story.job("job" + i)).toList());
        Handler<String> handler =
                Handler.blocking(threads, job -> Cost.ofBytes(job.byteCount()).maxOutputTokens(10), (job, attempt) -> {
                    attempt.settle(Signal.succeeded(Usage.tokens(10, 1)));
                    return Thread.currentThread().getName();
                });
        Work work = JobQueue.on(store)
                .work(pool, handler, (name, transaction) -> transaction.storeResult(Bytes.utf8(name)));
        WorkEnd end = work.done().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertEquals(500, end.counts().succeeded());
        List<StoredResult> results = Story.get(store.results(0, 1_000));
        assertEquals(500, results.size());
        assertTrue(
                results.get(0).result().utf8().startsWith("pool-"),
                results.get(0).result().utf8());
    }

    @Test
    void stoppingAtOnceInterruptsTheCall() throws Exception {
        store.enqueue(List.of(Story.job("a")));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean onTime = new AtomicBoolean();
        Handler<String> handler = Handler.blocking(threads, job -> Cost.ofBytes(1), (job, attempt) -> {
            started.countDown();
            try {
                onTime.set(new CountDownLatch(1).await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "never";
        });
        Work work = JobQueue.on(store).work(pool, handler, (text, transaction) -> {});
        assertTrue(started.await(30, TimeUnit.SECONDS));
        work.stopNow();
        assertTrue(interrupted.await(30, TimeUnit.SECONDS));
        WorkEnd end = work.done().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(WorkEnd.Reason.STOPPED, end.reason());
        assertEquals(JobState.READY, Story.get(store.find("a")).orElseThrow().state());
    }
}
