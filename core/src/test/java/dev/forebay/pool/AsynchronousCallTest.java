package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@link Pool#callAsync} and {@link Pool#acquireAsync}: what completes them, and that giving up at any point leaves nothing.
 *
 * <p>Planted faults that it catches: a null taken for a failure; a cancelled caller who keeps a place in the line or permits;
 * a result that never completes since the executor refused; a stack frame for each call of a chain; a cancel that searches
 * the whole line.
 */
class AsynchronousCallTest {

    private static final Cost COST = Cost.tokens(10, 10);

    private final ManualClock clock = new ManualClock();
    private final Pool pool = pool(1, Runnable::run);
    private final AtomicInteger calls = new AtomicInteger();

    private Pool pool(int concurrency, java.util.concurrent.Executor executor) {
        return Pool.builder("asynchronous")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .limits(Limits.parse("rpm=10000000000,burst=60s").withConcurrency(concurrency))
                .executor(executor)
                .build();
    }

    @AfterEach
    void nothingStaysOpen() {
        Snapshot snapshot = pool.snapshot();
        assertEquals(0, snapshot.inFlight());
        assertEquals(0, snapshot.waiting());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved()));
    }

    @Test
    void completesWithTheAnswer() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> result = pool.callAsync(COST, attempt -> answer);
        assertFalse(result.isDone());
        answer.complete("answer");
        assertEquals("answer", result.join());
    }

    @Test
    void nullIsAnAnswerToo() {
        assertNull(pool.callAsync(COST, attempt -> noValue()).join());
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void aFailureIsTriedFiveTimes() {
        CompletableFuture<String> result = pool.callAsync(COST, attempt -> {
            assertEquals(calls.incrementAndGet(), attempt.number());
            return CompletableFuture.failedFuture(new CompletionException(new IOException("reset")));
        });
        clock.advance(Duration.ofMinutes(2));
        assertInstanceOf(
                IOException.class,
                assertThrows(CompletionException.class, result::join).getCause());
        assertEquals(5, calls.get());
    }

    @Test
    void whatTheCodeThrowsFailsTheCall() {
        IllegalStateException own = new IllegalStateException("own");
        AssertionError error = new AssertionError("own");
        assertSame(own, failure(pool.callAsync(COST, attempt -> {
            throw own;
        })));
        assertSame(error, failure(pool.callAsync(COST, attempt -> {
            throw error;
        })));
        assertInstanceOf(NullPointerException.class, failure(pool.callAsync(COST, attempt -> nothing())));
        assertInstanceOf(CallFailedException.class, failure(pool.callAsync(COST, attempt -> {
            attempt.settle(Signal.builder(Verdict.TOO_LARGE).build());
            return noValue();
        })));
    }

    @Test
    void anExecutorThatRefusesFailsTheCall() {
        Pool refusing = pool(1, task -> {
            throw new RejectedExecutionException("shut down");
        });
        assertInstanceOf(
                RejectedExecutionException.class,
                failure(refusing.callAsync(COST, attempt -> CompletableFuture.completedFuture("never"))));
        assertEquals(0, refusing.snapshot().inFlight());
    }

    @Test
    void aTimeoutLeavesTheLine() {
        Reservation busy = pool.tryAcquire(COST).orElseThrow();
        CompletableFuture<String> call = pool.callAsync(COST, attempt -> CompletableFuture.completedFuture("never"));
        CompletableFuture<Reservation> permits = pool.acquireAsync(Request.of(COST));
        assertEquals(2, pool.snapshot().waiting());
        // What orTimeout does on the JDK's own thread, where the test could not tell when the place is given up.
        call.completeExceptionally(new TimeoutException());
        assertInstanceOf(TimeoutException.class, failure(call));
        permits.cancel(false);
        assertEquals(0, pool.snapshot().waiting());
        busy.cancel();
    }

    @Test
    void cancellingReachesTheCallInFlight() {
        CompletableFuture<String> flying = new CompletableFuture<>();
        CompletableFuture<String> result = pool.callAsync(COST, attempt -> flying);
        result.cancel(true);
        assertTrue(flying.isCancelled());
        assertEquals(Map.of(Verdict.CANCELLED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void cancellingWhileItRestsMakesNoOtherAttempt() {
        CompletableFuture<String> result = pool.callAsync(COST, attempt -> {
            calls.incrementAndGet();
            return CompletableFuture.failedFuture(new IOException("reset"));
        });
        result.cancel(true);
        clock.advance(Duration.ofMinutes(2));
        assertEquals(1, calls.get());
        assertThrows(CancellationException.class, result::join);
    }

    @Test
    void cancellingBetweenGrantAndStartGivesThePermitsBack() {
        List<Runnable> queued = new ArrayList<>();
        Pool slow = pool(1, queued::add);
        CompletableFuture<String> result = slow.callAsync(COST, attempt -> CompletableFuture.completedFuture("never"));
        assertEquals(1, slow.snapshot().inFlight());
        result.cancel(true);
        queued.forEach(Runnable::run);
        assertEquals(0, slow.snapshot().inFlight());
        assertEquals(Map.of(), slow.snapshot().outcomes());
    }

    @Test
    void aGrantThatNobodyTakesIsGivenBack() {
        Pool two = pool(2, Runnable::run);
        two.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(1)));
        CompletableFuture<Reservation> first = two.acquireAsync(Request.of(COST));
        CompletableFuture<Reservation> second = two.acquireAsync(Request.of(COST));
        first.whenComplete((reservation, failure) -> second.cancel(false));
        clock.advance(Duration.ofSeconds(2));
        assertEquals(1, two.snapshot().inFlight(), "both were granted at one instant");
        first.join().cancel();
        assertTrue(second.isCancelled());
        assertEquals(0, two.snapshot().inFlight());
    }

    @Test
    void aHundredThousandCallsInOneChainNeedNoStack() throws Exception {
        int count = 100_000;
        CompletableFuture<String> first = new CompletableFuture<>();
        AtomicInteger done = new AtomicInteger();
        pool.callAsync(COST, attempt -> first).thenRun(done::incrementAndGet);
        for (int call = 1; call < count; call++) {
            pool.callAsync(COST, attempt -> CompletableFuture.completedFuture("answer"))
                    .thenRun(done::incrementAndGet);
        }
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread small = new Thread(
                null,
                () -> {
                    first.complete("answer");
                    end.complete(done.get());
                },
                "small stack",
                256 * 1024);
        small.start();
        assertEquals(count, end.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aHundredThousandWaitersJoinAndLeaveQuickly() {
        int count = 100_000;
        Reservation busy = pool.tryAcquire(COST).orElseThrow();
        List<CompletableFuture<Reservation>> waiting = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long startNanos = threads.getCurrentThreadCpuTime();
        for (int waiter = 0; waiter < count; waiter++) {
            waiting.add(pool.acquireAsync(Request.of(COST)));
        }
        // From the front, the back and the middle: a search through the line would take many times as long.
        for (int waiter = 0; waiter < count / 4; waiter++) {
            waiting.get(waiter).cancel(false);
            waiting.get(count - 1 - waiter).cancel(false);
            waiting.get(count / 4 + waiter * 2).cancel(false);
        }
        assertEquals(count / 4, pool.snapshot().waiting());
        pool.stop("enough");
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - startNanos);
        assertTrue(waiting.stream().allMatch(CompletableFuture::isDone));
        assertTrue(took.toSeconds() < 4, () -> count + " waiters took " + took);
        busy.cancel();
    }

    private static Throwable failure(CompletableFuture<?> result) {
        Throwable thrown = assertThrows(Throwable.class, () -> result.get(10, TimeUnit.SECONDS));
        return thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static CompletableFuture<Void> noValue() {
        return CompletableFuture.runAsync(() -> {}, Runnable::run);
    }

    /** What careless code returns. */
    @SuppressWarnings("NullAway")
    private static CompletableFuture<String> nothing() {
        return null;
    }
}
