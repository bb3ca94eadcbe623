package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@link Pool#call} and {@link Pool#acquire}: what is returned, what is thrown, and that nothing stays open behind either.
 *
 * <p>Planted faults that it catches: a null taken for a failure; the reservation left open by an {@link Error}; another
 * attempt after an {@link InterruptedException}; the permits kept by a caller who was interrupted in the line.
 */
class BlockingCallTest {

    private static final Cost COST = Cost.tokens(10, 10);

    private final HurryingClock clock = new HurryingClock();
    private final AtomicInteger calls = new AtomicInteger();
    private final Pool pool = Pool.builder("blocking")
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .limits(Limits.parse("rpm=6000,burst=60s").withConcurrency(2))
            .build();

    @AfterEach
    void nothingStaysOpen() {
        clock.close();
        Snapshot snapshot = pool.snapshot();
        assertEquals(0, snapshot.inFlight());
        assertEquals(0, snapshot.waiting());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved()));
    }

    @Test
    void returnsTheAnswer() throws Exception {
        assertEquals("answer", pool.call(COST, attempt -> {
            attempt.settle(Signal.succeeded(Usage.tokens(9, 8)));
            return "answer";
        }));
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void tellsThatACallIsMadeAgain() throws Exception {
        List<Event> events = new CopyOnWriteArrayList<>();
        Pool heard = Pool.builder("heard")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .listener(events::add)
                .build();
        assertEquals("answer", heard.call(COST, attempt -> {
            Verdict verdict = calls.incrementAndGet() == 1 ? Verdict.TRANSIENT : Verdict.SUCCEEDED;
            attempt.settle(Signal.builder(verdict).build());
            return "answer";
        }));
        assertEquals(1, events.stream().filter(Event.Retried.class::isInstance).count());
    }

    @Test
    void aTryThatSaysNothingHasSucceeded() throws Exception {
        assertEquals("answer", pool.call(COST, attempt -> "answer"));
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void nullIsAnAnswerToo() throws Exception {
        @Nullable String answer = pool.<@Nullable String>call(COST, attempt -> null);
        assertNull(answer);
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void aThrottledTryWithoutAnAnswerIsMadeAgain() throws Exception {
        @Nullable String answer = pool.<@Nullable String>call(COST, attempt -> {
            assertEquals(1, attempt.number(), "a throttle is no attempt");
            if (calls.incrementAndGet() < 20) {
                attempt.settle(Signal.builder(Verdict.THROTTLED_RATE)
                        .retryAfter(Duration.ofSeconds(7))
                        .build());
                return null;
            }
            return "answer";
        });
        assertEquals("answer", answer);
        assertEquals(
                Map.of(Verdict.SUCCEEDED, 1L, Verdict.THROTTLED_RATE, 19L),
                pool.snapshot().outcomes());
        assertTrue(clock.manual.elapsed().toSeconds() >= 19 * 7);
    }

    @Test
    void aFailureIsTriedFiveTimesAndThenThrown() {
        IOException thrown = assertThrows(
                IOException.class,
                () -> pool.call(COST, attempt -> {
                    assertEquals(calls.incrementAndGet(), attempt.number());
                    throw new IOException("reset " + attempt.number());
                }));
        assertEquals("reset 5", thrown.getMessage());
        assertEquals(5, calls.get());
    }

    @Test
    void aFailureWithoutAnAnswerOrAnExceptionSaysSo() {
        CallFailedException failed = assertThrows(
                CallFailedException.class,
                () -> pool.<@Nullable String>call(COST, attempt -> {
                    attempt.settle(Signal.builder(Verdict.INVALID)
                            .message("no such field")
                            .build());
                    return null;
                }));
        assertEquals(1, failed.attempts());
        assertEquals(Verdict.INVALID, failed.signal().verdict());
        assertEquals("INVALID: no such field (attempt 1)", failed.getMessage());
    }

    @Test
    void aFailureWithAnAnswerReturnsIt() throws Exception {
        assertEquals("the error page", pool.call(COST, attempt -> {
            attempt.settle(Signal.builder(Verdict.INVALID).build());
            return "the error page";
        }));
    }

    @Test
    void theCallersOwnExceptionIsThrownAtOnce() {
        IllegalStateException own = new IllegalStateException("own");
        assertSame(
                own,
                assertThrows(
                        IllegalStateException.class,
                        () -> pool.call(COST, attempt -> {
                            calls.incrementAndGet();
                            throw own;
                        })));
        assertEquals(1, calls.get());
        assertEquals(Map.of(Verdict.CANCELLED, 1L), pool.snapshot().outcomes());
    }

    @Test
    void anErrorPassesThrough() {
        AssertionError own = new AssertionError("own");
        assertSame(
                own,
                assertThrows(
                        AssertionError.class,
                        () -> pool.call(COST, attempt -> {
                            attempt.settle(Signal.succeeded(Usage.tokens(1, 1)));
                            throw own;
                        })));
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L), pool.snapshot().outcomes(), "what was said before it counts");
    }

    @Test
    void knowsFailuresOfTheWay() {
        Map<Exception, Verdict> verdicts = Map.of(
                new ConnectException("refused"), Verdict.UNREACHABLE,
                new IOException("reset"), Verdict.TRANSIENT,
                new UncheckedIOException(new IOException("reset")), Verdict.TRANSIENT,
                new TimeoutException(), Verdict.TRANSIENT,
                new IllegalArgumentException(), Verdict.CANCELLED);
        verdicts.forEach((thrown, verdict) -> {
            Reservation reservation = pool.tryAcquire(COST).orElseThrow();
            assertEquals(verdict, new SettledAttempt(reservation, 1).end(thrown).verdict(), thrown.toString());
            reservation.cancel();
        });
    }

    @Test
    void anInterruptInsideTheCallEndsIt() {
        assertThrows(
                InterruptedException.class,
                () -> pool.call(COST, attempt -> {
                    calls.incrementAndGet();
                    attempt.settle(Signal.builder(Verdict.TRANSIENT).build());
                    throw new InterruptedException();
                }));
        assertEquals(1, calls.get(), "whoever is interrupted does not try again");
    }

    @Test
    void anInterruptInTheLineLeavesIt() throws Exception {
        Reservation one = pool.acquire(COST);
        Reservation two = pool.acquire(COST);
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                pool.call(COST, attempt -> "never");
            } catch (InterruptedException interrupted) {
                end.complete("interrupted");
            } catch (Exception other) {
                end.completeExceptionally(other);
            }
        });
        waiting.start();
        await(() -> pool.snapshot().waiting() == 1);
        assertFalse(end.isDone());
        waiting.interrupt();
        assertEquals("interrupted", end.get(10, TimeUnit.SECONDS));
        assertEquals(0, pool.snapshot().waiting());
        one.cancel();
        two.settle(Usage.tokens(1, 1));
    }

    @Test
    void mayBlockInACallbackAsLongAsThereIsRoom() throws Exception {
        Reservation one = pool.acquire(COST);
        Reservation two = pool.acquire(COST);
        CompletableFuture<String> end = new CompletableFuture<>();
        pool.acquireAsync(Request.of(COST)).thenAccept(reservation -> {
            reservation.cancel();
            try {
                pool.acquire(COST).cancel();
                end.complete(pool.call(COST, attempt -> "answer"));
            } catch (Exception thrown) {
                end.completeExceptionally(thrown);
            }
        });
        Thread releasing = new Thread(one::cancel);
        releasing.setDaemon(true);
        releasing.start();
        assertEquals("answer", end.get(10, TimeUnit.SECONDS));
        two.cancel();
    }

    @Test
    void aStopReachesThoseWhoWait() throws Exception {
        Reservation one = pool.acquire(COST);
        Reservation two = pool.acquire(COST);
        CompletableFuture<Exception> end = new CompletableFuture<>();
        Thread waiting = new Thread(() ->
                end.complete(assertThrows(PoolStoppedException.class, () -> pool.call(COST, attempt -> "never"))));
        waiting.start();
        await(() -> pool.snapshot().waiting() == 1);
        pool.stop("enough");
        assertEquals("enough", end.get(10, TimeUnit.SECONDS).getMessage());
        assertThrows(PoolStoppedException.class, () -> pool.acquire(COST));
        assertTrue(pool.tryAcquire(COST).isEmpty());
        one.close();
        two.close();
    }

    /** Waits for what another thread is about to do. */
    private static void await(java.util.function.BooleanSupplier condition) throws TimeoutException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > Duration.ofSeconds(10).toNanos()) {
                throw new TimeoutException("the other thread did nothing");
            }
            Thread.onSpinWait();
        }
    }
}
