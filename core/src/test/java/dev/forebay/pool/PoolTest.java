package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The pool as its user sees it: what is granted, and what {@link Pool#why} and {@link Pool#snapshot} say.
 *
 * <p>Planted faults that it catches: a cold start that sends more than one call; a pause hidden behind a full house; a waiter
 * that is counted after it left.
 */
class PoolTest {

    private static final Cost COST = Cost.tokens(100, 10);

    @Test
    void grantsAtOnceWhenNothingBinds() {
        TestPool test = new TestPool("rpm=600,burst=60s");
        CompletableFuture<Reservation> first = test.ask(COST);
        assertTrue(first.isDone());
        first.join().settle(Usage.tokens(10, 10));
        assertEquals(0, test.pool.snapshot().inFlight());
    }

    @Test
    void drainsAtTheRate() {
        TestPool test = new TestPool("rpm=60,burst=2s");
        List<Duration> starts = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            test.ask(COST).thenAccept(reservation -> {
                starts.add(test.clock.elapsed());
                reservation.settle(Usage.tokens(10, 10));
            });
        }
        test.clock.advance(Duration.ofMinutes(1));
        assertEquals(10, starts.size());
        assertTrue(starts.get(9).toMillis() >= 8_000, starts::toString);
        assertTrue(starts.get(9).toMillis() <= 9_200, starts::toString);
    }

    @Test
    void aCancelledWaiterLeaves() {
        TestPool test = new TestPool("rpm=60,burst=2s");
        test.ask(COST);
        CompletableFuture<Reservation> waiting = test.ask(COST);
        assertFalse(waiting.isDone());
        assertEquals(1, test.pool.snapshot().waiting());
        waiting.cancel(false);
        assertEquals(0, test.pool.snapshot().waiting());
    }

    @Test
    void startsColdWithOneCallAndThenOpens() {
        TestPool test = new TestPool("");
        List<Reservation> started = new ArrayList<>();
        for (int call = 0; call < 20; call++) {
            test.ask(COST).thenAccept(started::add);
        }
        test.clock.advance(Duration.ofMillis(249));
        assertEquals(1, started.size(), "until it is answered");
        test.clock.advance(Duration.ofMillis(1));
        assertEquals(2, started.size(), "or a quarter of a second has passed");
        test.clock.advance(Duration.ofSeconds(60));
        assertEquals(6, started.size(), "and so on, up to six");
        started.get(3)
                .observe(List.of(
                        TestPool.reading(Dimension.REQUESTS, 6_000, 5_999, 0),
                        TestPool.reading(Dimension.INPUT_TOKENS, 600_000, 599_900, 0)));
        test.clock.advance(Duration.ofSeconds(1));
        assertEquals(20, started.size(), "the headers are enough, before the answer is complete");
    }

    @Test
    void startsWithOneCallAtATimeOnceOneHasFailed() {
        for (Verdict bad : List.of(Verdict.TRANSIENT, Verdict.OVERLOADED, Verdict.THROTTLED_RATE, Verdict.INVALID)) {
            TestPool test = new TestPool("");
            List<Reservation> started = new ArrayList<>();
            for (int call = 0; call < 20; call++) {
                test.ask(COST).thenAccept(started::add);
            }
            test.clock.advance(Duration.ofMillis(500));
            assertEquals(3, started.size());
            started.get(1).settle(TestPool.said(bad));
            test.clock.advance(Duration.ofSeconds(20));
            assertEquals(3, started.size(), bad + " is news enough");
        }
    }

    @Test
    void withoutHeadersItStartsSlowly() {
        TestPool test = new TestPool("");
        List<Reservation> flying = new ArrayList<>();
        int[] inFlightMax = new int[4];
        for (int call = 0; call < 100; call++) {
            test.ask(COST).thenAccept(flying::add);
        }
        for (int round = 0; round < 4; round++) {
            List<Reservation> answered = List.copyOf(flying);
            inFlightMax[round] = answered.size();
            flying.clear();
            answered.forEach(reservation -> reservation.settle(Usage.tokens(100, 10)));
        }
        assertEquals(List.of(1, 2, 4, 8), List.of(inFlightMax[0], inFlightMax[1], inFlightMax[2], inFlightMax[3]));
    }

    @Test
    void saysWhatTheHeadWaitsFor() {
        TestPool test = new TestPool("rpm=60,burst=10s,concurrency=2");
        assertEquals("0 waiting, 0 in flight; nothing binds", test.pool.why().toString());
        Reservation one = test.await(COST);
        test.ask(COST);
        assertEquals(
                "1 waiting, 1 in flight; the head waits for pace and starts in 0.4 s",
                test.pool.why().toString());
        test.clock.advance(Duration.ofMillis(500));
        test.ask(COST);
        assertEquals(
                "1 waiting, 2 in flight; the head waits for concurrency",
                test.pool.why().toString());
        one.settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(8)));
        assertEquals("throttled by the rate limit", test.pool.why().binding());
        test.clock.advance(Duration.ofSeconds(20));
        assertEquals(Optional.empty(), test.pool.why().startsIn());
        test.pool.stop("enough");
        assertEquals("enough", test.pool.why().binding());
    }

    @Test
    void aPauseIsNamedEvenWhenTheHouseIsFull() {
        TestPool test = new TestPool("rpm=6000,burst=2s,concurrency=3");
        Reservation one = test.await(COST);
        test.await(COST);
        test.await(COST);
        test.ask(COST);
        one.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY, Duration.ofSeconds(30)));
        Why why = test.pool.why();
        assertEquals(2, test.pool.snapshot().concurrencyCap());
        assertEquals("throttled by concurrency", why.binding());
        assertEquals(Optional.empty(), why.startsIn(), "nobody knows when a call in flight ends");
    }

    @Test
    void aSnapshotCounts() {
        TestPool test = new TestPool("rpm=6000,itpm=60k,burst=10s");
        test.take(COST).settle(Usage.tokens(100, 10));
        test.take(COST).settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        test.take(COST);
        Snapshot snapshot = test.pool.snapshot();
        assertEquals(Map.of(Verdict.SUCCEEDED, 1L, Verdict.THROTTLED_CONCURRENCY, 1L), snapshot.outcomes());
        assertEquals(1, snapshot.throttles());
        assertEquals(1, snapshot.inFlight());
        Snapshot.MeterSnapshot input = snapshot.meters().get(1);
        assertEquals(100, input.reserved());
        assertEquals(200, input.usedLastMinute());
        assertEquals(10_000 - 200, input.level());
        test.clock.advance(Duration.ofMinutes(2));
        assertEquals(0, test.meter(Dimension.INPUT_TOKENS).usedLastMinute());
    }

    @Test
    void anExpiredReservationCountsAsUsed() {
        TestPool test = new TestPool("rpm=60000,burst=60s");
        Reservation forgotten = test.take(COST);
        test.clock.advance(Duration.ofMinutes(14));
        assertEquals(1, test.pool.snapshot().inFlight());
        test.clock.advance(Duration.ofMinutes(1));
        assertEquals(0, test.pool.snapshot().inFlight());
        assertEquals(
                Outcome.Kind.CANCELLED, forgotten.settle(Usage.tokens(1, 1)).kind());
        forgotten.observe(List.of());
        forgotten.cancel();
        forgotten.close();
        assertEquals(Map.of(), test.pool.snapshot().outcomes());
    }

    @Test
    void aServerCannotInventEndlessLimits() {
        TestPool test = new TestPool("");
        Reservation reservation = test.take(COST);
        List<LimitReading> readings = new ArrayList<>();
        for (int limit = 0; limit < 500; limit++) {
            readings.add(TestPool.reading(new Dimension("d" + limit), 60, 60, 0));
        }
        reservation.observe(readings);
        assertEquals(16, test.pool.snapshot().meters().size());
        assertEquals(
                Outcome.Kind.SUCCEEDED,
                reservation
                        .settle(Signal.builder(Verdict.SUCCEEDED)
                                .reading(readings.get(499))
                                .reading(TestPool.reading(Dimension.REQUESTS, Long.MAX_VALUE, Long.MAX_VALUE, 0))
                                .build())
                        .kind());
    }

    @Test
    void optionsHaveRanges() {
        PoolBuilder builder = Pool.builder("p");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> builder.reservationLease(Duration.ZERO));
        assertEquals("reservation lease is PT0S; allowed: 1 second to 1 day", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Pool.builder(""));
        assertThrows(IllegalArgumentException.class, () -> Cost.ofBytes(-1));
        IllegalArgumentException cost =
                assertThrows(IllegalArgumentException.class, () -> Cost.tokens(1, Cost.MAX + 1));
        assertEquals("output tokens is 1000000001; allowed: 0 to 1000000000", cost.getMessage());
        assertEquals(9, Cost.of("\u00e9\u20ac\ud83d\ude00").inputBytes(), "UTF-8 bytes, not characters");
    }
}
