package dev.forebay.pool;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The verdict table, row by row: what becomes of the permits, of the pool and of the call. What several calls together mean
 * is in {@link OutageTest} and {@link ThrottleTest}.
 *
 * <p>Planted faults that it catches: permits of a throttled call kept; permits of an unknown outcome given back; a stop that
 * a later and shorter one replaces; a wrong address told from a missing document only by chance.
 */
class VerdictTest {

    private static final Cost COST = Cost.tokens(100, 10);
    private static final double REQUESTS_MAX = 60_000;
    private static final double INPUT_MAX = 6_000_000;

    private @Nullable Reservation busy;
    private TestPool test = new TestPool("rpm=60000,itpm=6M,burst=60s");

    @Test
    void succeededIsSettledToTheUsage() {
        Outcome outcome = test.take(COST).settle(Usage.tokens(40, 5));
        assertEquals(Outcome.of(Outcome.Kind.SUCCEEDED, ""), outcome);
        assertEquals(INPUT_MAX - 40, test.level(Dimension.INPUT_TOKENS));
        assertEquals(REQUESTS_MAX - 1, test.level(Dimension.REQUESTS));
    }

    @Test
    void anOverrunBecomesDebt() {
        test.take(COST).settle(Usage.tokens(7_000_000, 5));
        assertEquals(-1_000_000, test.level(Dimension.INPUT_TOKENS));
        assertTrue(test.pool.tryAcquire(COST).isEmpty());
        test.clock.advance(Duration.ofSeconds(10));
        assertEquals(0, test.level(Dimension.INPUT_TOKENS));
    }

    @Test
    void succeededWithoutUsageKeepsTheEstimate() {
        test.take(COST).settle(TestPool.said(Verdict.SUCCEEDED));
        assertEquals(INPUT_MAX - 100, test.level(Dimension.INPUT_TOKENS));
    }

    @Test
    void throttledByRateGivesBackAndPausesThePool() {
        Signal signal = Signal.builder(Verdict.THROTTLED_RATE)
                .dimension(Dimension.INPUT_TOKENS)
                .retryAfter(Duration.ofSeconds(9))
                .build();
        Reservation reservation = test.take(COST);
        Outcome outcome = reservation.settle(signal);
        assertEquals(Outcome.Kind.THROTTLED, outcome.kind());
        assertEquals("throttled by input tokens", outcome.reason());
        assertTrue(outcome.paused());
        assertBetween(9_000, outcome.delay(), 9_050);
        assertEquals(REQUESTS_MAX, test.level(Dimension.REQUESTS), "this provider charges nothing for a refusal");
        CompletableFuture<Reservation> again = test.again(reservation, COST);
        test.clock.advance(Duration.ofMillis(8_999));
        assertFalse(again.isDone());
        test.clock.advance(Duration.ofMillis(100));
        assertTrue(again.isDone());
        assertTrue(test.level(Dimension.INPUT_TOKENS) < 600_000, "what the provider refused was not there");
    }

    @Test
    void aProviderMayChargeTheRequestThatItRefused() {
        test = new TestPool("rpm=60000,tpm=6M,burst=60s", Metering.UP_FRONT);
        test.take(COST)
                .settle(Signal.builder(Verdict.THROTTLED_RATE)
                        .dimension(Dimension.TOTAL_TOKENS)
                        .build());
        assertEquals(REQUESTS_MAX - 1, test.level(Dimension.REQUESTS));
    }

    @Test
    void throttledByConcurrencyCutsTheCap() {
        test = new TestPool("rpm=6000,burst=60s,concurrency=20");
        Reservation[] flying = new Reservation[20];
        for (int call = 0; call < 20; call++) {
            flying[call] = test.take(COST);
        }
        Outcome outcome = flying[0].settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        assertEquals(Outcome.Kind.THROTTLED, outcome.kind());
        assertFalse(outcome.paused(), "the call waits by itself");
        assertTrue(outcome.delay().toMillis() <= 1_000);
        assertEquals(14, test.pool.snapshot().concurrencyCap());
        assertEquals(6_000 - 19, test.level(Dimension.REQUESTS), "given back");
        assertTrue(test.events(Event.Paused.class).isEmpty());
    }

    @Test
    void throttledByConcurrencyWithAWaitPauses() {
        Outcome outcome = test.take(COST).settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY, Duration.ofSeconds(4)));
        assertTrue(outcome.paused());
        assertBetween(4_000, outcome.delay(), 4_050);
        assertTrue(test.pool.tryAcquire(COST).isEmpty());
    }

    @Test
    void unknownOutcomesKeepTheirPermits() {
        assertEquals(
                Outcome.Kind.FAILED,
                test.take(COST).settle(TestPool.said(Verdict.TRANSIENT)).kind());
        test.take(COST).close();
        test.take(COST).settle(TestPool.said(Verdict.CANCELLED));
        assertEquals(INPUT_MAX - 300, test.level(Dimension.INPUT_TOKENS));
        assertEquals(0, test.pool.snapshot().inFlight());
    }

    @Test
    void aCallThatWasNeverSentGivesBack() {
        test.take(COST).cancel();
        assertEquals(INPUT_MAX, test.level(Dimension.INPUT_TOKENS));
        assertEquals(REQUESTS_MAX, test.level(Dimension.REQUESTS));
    }

    @Test
    void aQuotaThatIsUsedUpStopsThePoolUntilItIsThereAgain() {
        Instant until = test.clock.instant().plusSeconds(3_600);
        CompletableFuture<Reservation> waiting = blockedThenAsked();
        Outcome outcome = requireNonNull(busy)
                .settle(Signal.builder(Verdict.QUOTA_EXHAUSTED)
                        .until(until)
                        .message("daily")
                        .build());
        assertEquals(Outcome.Kind.HELD, outcome.kind());
        assertEquals("quota exhausted: daily (until " + until + ")", outcome.reason());
        assertEquals(REQUESTS_MAX, test.level(Dimension.REQUESTS), "given back");
        assertHeld(waiting, Outcome.Kind.HELD);
        test.clock.advance(Duration.ofMinutes(59));
        assertHeld(test.ask(COST), Outcome.Kind.HELD);
        assertEquals(Optional.of(Duration.ofMinutes(1)), test.pool.why().startsIn());
        test.clock.advance(Duration.ofMinutes(1));
        assertTrue(test.ask(COST).isDone() && test.pool.stopped().isEmpty());
    }

    @Test
    void aQuotaMayNameAWaitInstead() {
        test.take(COST).settle(TestPool.said(Verdict.QUOTA_EXHAUSTED, Duration.ofHours(2)));
        test.clock.advance(Duration.ofHours(2).minusNanos(1));
        assertTrue(test.pool.stopped().isPresent());
        test.clock.advance(Duration.ofNanos(1));
        assertTrue(test.pool.stopped().isEmpty());
    }

    @Test
    void aStopIsOnlyEverExtended() {
        Reservation[] flying = {test.take(COST), test.take(COST), test.take(COST)};
        Instant now = test.clock.instant();
        Signal.Builder exhausted = Signal.builder(Verdict.QUOTA_EXHAUSTED);
        flying[0].settle(exhausted.until(now.plusSeconds(600)).build());
        flying[1].settle(exhausted.until(now.plusSeconds(60)).build());
        test.clock.advance(Duration.ofMinutes(9));
        assertTrue(test.pool.stopped().isPresent());
        assertEquals(1, test.events(Event.Stopped.class).size());
        flying[2].settle(
                Signal.builder(Verdict.QUOTA_EXHAUSTED).until(Instant.MAX).build());
        test.clock.advance(Duration.ofDays(1_000));
        assertTrue(test.pool.stopped().isPresent());
    }

    @Test
    void aQuotaWithoutATimeStopsForGood() {
        Outcome outcome = test.take(COST).settle(TestPool.said(Verdict.QUOTA_EXHAUSTED));
        assertEquals(Outcome.Kind.HELD, outcome.kind());
        test.clock.advance(Duration.ofDays(40));
        assertHeld(test.ask(COST), Outcome.Kind.HELD);
    }

    @Test
    void whatCanNeverSucceedIsDeadAtOnce() {
        test.take(COST).settle(Usage.tokens(100, 10));
        for (Verdict verdict : new Verdict[] {Verdict.INVALID, Verdict.TOO_LARGE, Verdict.NOT_FOUND}) {
            double before = test.level(Dimension.INPUT_TOKENS);
            Outcome outcome = test.take(COST).settle(TestPool.said(verdict));
            assertEquals(Outcome.Kind.DEAD, outcome.kind());
            assertEquals(before, test.level(Dimension.INPUT_TOKENS), "given back");
            assertTrue(test.pool.stopped().isEmpty());
        }
    }

    @Test
    void aWrongKeyStopsThePool() {
        test.take(COST).settle(Usage.tokens(100, 10));
        CompletableFuture<Reservation> waiting = blockedThenAsked();
        Outcome outcome = requireNonNull(busy)
                .settle(Signal.builder(Verdict.UNAUTHORIZED)
                        .message("invalid x-api-key")
                        .build());
        assertEquals(Outcome.Kind.REFUSED, outcome.kind());
        assertEquals("refused by the provider: invalid x-api-key", outcome.reason());
        assertHeld(waiting, Outcome.Kind.REFUSED);
    }

    @Test
    void notFoundBeforeTheFirstSuccessIsAWrongAddress() {
        Outcome outcome = test.take(COST).settle(TestPool.said(Verdict.NOT_FOUND));
        assertEquals(Outcome.Kind.REFUSED, outcome.kind());
        assertHeld(test.ask(COST), Outcome.Kind.REFUSED);
    }

    @Test
    void theSameRefusalTenTimesRunningStopsThePool() {
        for (int call = 1; call <= 9; call++) {
            assertEquals(Outcome.Kind.DEAD, refuse("no such model").kind());
        }
        assertEquals(
                "refused 10 times running: no such model",
                refuse("no such model").reason());
        assertHeld(test.ask(COST), Outcome.Kind.REFUSED);
    }

    @Test
    void otherRefusalsOrASuccessDoNot() {
        for (int call = 1; call <= 30; call++) {
            refuse("document " + call);
        }
        test.take(COST).settle(Usage.NONE);
        for (int call = 1; call <= 20; call++) {
            refuse("no such field");
        }
        assertTrue(test.pool.stopped().isEmpty());
    }

    /** Somebody who waits while {@link #busy} is in flight. */
    private CompletableFuture<Reservation> blockedThenAsked() {
        busy = test.take(COST);
        CompletableFuture<Reservation> waiting = test.ask(Cost.tokens(5_999_990, 10));
        assertFalse(waiting.isDone());
        return waiting;
    }

    private Outcome refuse(String message) {
        return test.take(COST)
                .settle(Signal.builder(Verdict.INVALID).message(message).build());
    }

    private static void assertHeld(CompletableFuture<Reservation> refused, Outcome.Kind kind) {
        Throwable cause = assertThrows(CompletionException.class, refused::join).getCause();
        assertEquals(kind, ((PoolStoppedException) requireNonNull(cause)).kind());
    }

    private static void assertBetween(long millisMin, Duration actual, long millisMax) {
        assertTrue(actual.toMillis() >= millisMin && actual.toMillis() <= millisMax, actual::toString);
    }
}
