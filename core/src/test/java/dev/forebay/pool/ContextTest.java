package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a caller has on its thread, such as the context of a log or of a trace, is there when the code of its call runs.
 *
 * <p>Planted faults that it catches: a context taken when the call is granted, which is another caller's; one that only the first
 * attempt has; a carrier that fails and leaves the call without an end.
 */
class ContextTest {

    private static final Cost COST = Cost.tokens(10, 10);
    private static final ThreadLocal<Optional<String>> CALLER = ThreadLocal.withInitial(Optional::empty);

    private final ManualClock clock = new ManualClock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Optional<String>> seen = new ArrayList<>();

    private Pool pool(UnaryOperator<Runnable> carrier) {
        return Forebay.builder()
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .context(carrier)
                .build()
                .pool(
                        "context",
                        builder -> builder.limits(
                                        Limits.parse("rpm=10000000,burst=60s").withConcurrency(1))
                                .executor(tasks::add));
    }

    /** As a library of contexts does it. */
    private static Runnable carried(Runnable task) {
        Optional<String> captured = CALLER.get();
        return () -> {
            Optional<String> before = CALLER.get();
            CALLER.set(captured);
            try {
                task.run();
            } finally {
                CALLER.set(before);
            }
        };
    }

    private static <T> T as(String caller, java.util.function.Supplier<T> action) {
        CALLER.set(Optional.of(caller));
        try {
            return action.get();
        } finally {
            CALLER.remove();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @AfterEach
    void clear() {
        CALLER.remove();
    }

    @Test
    void theContextIsThatOfTheCallerAndNotOfWhoMadeRoom() {
        Pool pool = pool(ContextTest::carried);
        CompletableFuture<String> flying = new CompletableFuture<>();
        CompletableFuture<String> first = as(
                "first",
                () -> pool.callAsync(COST, attempt -> {
                    seen.add(CALLER.get());
                    return flying;
                }));
        CompletableFuture<String> second = as(
                "second",
                () -> pool.callAsync(COST, attempt -> {
                    seen.add(CALLER.get());
                    return CompletableFuture.completedFuture("second");
                }));
        runTasks();
        assertEquals(true, as("another", () -> flying.complete("first")));
        runTasks();
        assertEquals("first", first.join());
        assertEquals("second", second.join());
        assertEquals(List.of(Optional.of("first"), Optional.of("second")), seen);
        assertEquals(Optional.empty(), CALLER.get());
    }

    @Test
    void everyAttemptHasIt() {
        Pool pool = pool(ContextTest::carried);
        CompletableFuture<String> call = as(
                "caller",
                () -> pool.callAsync(COST, attempt -> {
                    seen.add(CALLER.get());
                    if (seen.size() == 1) {
                        attempt.settle(
                                Signal.builder(Verdict.THROTTLED_CONCURRENCY).build());
                        return CompletableFuture.failedFuture(new IOException("throttled"));
                    }
                    return seen.size() == 2
                            ? CompletableFuture.failedFuture(new IOException("reset"))
                            : CompletableFuture.completedFuture("answer");
                }));
        for (int second = 0; second < 120; second++) {
            runTasks();
            clock.advance(Duration.ofSeconds(1));
        }
        assertEquals("answer", call.join());
        assertEquals(List.of(Optional.of("caller"), Optional.of("caller"), Optional.of("caller")), seen);
    }

    @Test
    void withoutItNothingIsTakenAlong() {
        Pool pool = pool(UnaryOperator.identity());
        CompletableFuture<String> call = as(
                "caller",
                () -> pool.callAsync(COST, attempt -> {
                    seen.add(CALLER.get());
                    return CompletableFuture.completedFuture("answer");
                }));
        runTasks();
        assertEquals("answer", call.join());
        assertEquals(List.of(Optional.empty()), seen);
    }

    @Test
    void aCallThatBlocksStaysOnItsThread() throws Exception {
        Pool pool = pool(UnaryOperator.identity());
        CALLER.set(Optional.of("caller"));
        assertEquals(Optional.of("caller"), pool.call(COST, attempt -> CALLER.get()));
        assertNull(tasks.poll());
    }

    @Test
    void aCarrierThatFailsFailsTheCall() {
        IllegalStateException own = new IllegalStateException("own");
        fails(own, task -> {
            throw own;
        });
        fails(own, task -> () -> {
            throw own;
        });
        Pool forgetful = pool(task -> () -> {});
        CompletableFuture<String> lost =
                forgetful.callAsync(COST, attempt -> CompletableFuture.completedFuture("never"));
        runTasks();
        assertInstanceOf(IllegalStateException.class, failureOf(lost));
        assertEquals(0, forgetful.snapshot().inFlight());
    }

    private void fails(Throwable own, UnaryOperator<Runnable> carrier) {
        Pool pool = pool(carrier);
        CompletableFuture<String> call = pool.callAsync(COST, attempt -> CompletableFuture.completedFuture("never"));
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            assertSame(own, assertThrows(IllegalStateException.class, task::run));
        }
        assertSame(own, failureOf(call));
        assertEquals(0, pool.snapshot().inFlight());
        assertEquals(0, pool.snapshot().waiting());
    }

    private static Throwable failureOf(CompletableFuture<String> call) {
        return assertThrows(
                        CompletionException.class,
                        () -> call.orTimeout(1, java.util.concurrent.TimeUnit.SECONDS)
                                .join())
                .getCause();
    }
}
