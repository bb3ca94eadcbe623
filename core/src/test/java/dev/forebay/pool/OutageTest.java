package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * When everybody fails: no attempts are used, one call at a time asks whether the service is back, and bad documents are not
 * taken for a bad service for ever.
 *
 * <p>Planted faults that it catches: the head of the line as the only probe, so that three bad documents block the good ones
 * for ever; an attempt used by each failure of an outage; no half-open state; a breaker that never loses patience.
 */
class OutageTest {

    private static final Cost COST = Cost.tokens(100, 10);
    private static final Duration LATENCY = Duration.ofMillis(500);

    /** Answers in virtual time, after half a second. */
    private static final class Service {
        private final TestPool test;
        private Verdict failure = Verdict.OVERLOADED;
        private Duration downUntil = Duration.ZERO;
        private IntPredicate poison = document -> false;
        private int inFlight;
        private int inFlightWhileDownMax;
        private int sentWhileDown;

        Service(TestPool test) {
            this.test = test;
        }

        CompletableFuture<Integer> ask(int document, Attempt attempt) {
            boolean down = isDown();
            inFlight++;
            if (down && test.clock.elapsed().compareTo(downUntil.minusSeconds(50)) > 0) {
                sentWhileDown++;
                inFlightWhileDownMax = Math.max(inFlightWhileDownMax, inFlight);
            }
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            test.clock.schedule(LATENCY, () -> {
                inFlight--;
                boolean fails = down || poison.test(document);
                attempt.settle(fails ? TestPool.said(failure) : Signal.succeeded(Usage.tokens(100, 10)));
                answer.complete(document);
            });
            return answer;
        }

        boolean isDown() {
            return test.clock.elapsed().compareTo(downUntil) < 0;
        }
    }

    private final Map<Integer, Integer> attempts = new HashMap<>();
    private final List<Integer> done = new ArrayList<>();
    private final List<Integer> dead = new ArrayList<>();

    private void work(TestPool test, Service service, int from, int to) {
        for (int number = from; number < to; number++) {
            int document = number;
            test.pool
                    .callAsync(COST, attempt -> {
                        attempts.merge(document, attempt.number(), Math::max);
                        return service.ask(document, attempt);
                    })
                    .thenAccept(answer -> (service.poison.test(document) ? dead : done).add(document));
        }
    }

    @Test
    void sixtySecondsOfOverloadCostNoAttemptAndNoJob() {
        for (int offset = 0; offset < 5; offset++) {
            TestPool test = new TestPool("rpm=1200,burst=10s");
            Service service = new Service(test);
            attempts.clear();
            done.clear();
            work(test, service, 0, 2_000);
            test.clock.advance(Duration.ofSeconds(10 + offset));
            service.downUntil = test.clock.elapsed().plusSeconds(60);
            int before = done.size();
            test.clock.advance(Duration.ofSeconds(62));
            assertTrue(done.size() - before <= 30, "what was in flight when it began, and no more");
            assertTrue(service.sentWhileDown <= 12, () -> service.sentWhileDown + " calls sent into an outage of 50 s");
            assertEquals(1, service.inFlightWhileDownMax, "one at a time");
            int during = done.size();
            while (done.size() == during) {
                assertTrue(test.clock.runNext());
            }
            Duration back = test.clock.elapsed().minus(service.downUntil);
            assertTrue(back.toSeconds() <= 61, () -> "back after " + back);
            test.clock.advance(Duration.ofMinutes(3));
            assertEquals(2_000, done.size());
            assertEquals(
                    1,
                    attempts.values().stream().mapToInt(Integer::intValue).max().orElseThrow());
        }
    }

    @Test
    void anOverloadOfOneCallIsItsOwnAffair() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Outcome outcome = test.take(COST).settle(TestPool.said(Verdict.OVERLOADED, Duration.ofSeconds(3)));
        assertEquals(Outcome.Kind.THROTTLED, outcome.kind());
        assertFalse(outcome.paused());
        assertEquals(Duration.ofSeconds(3), outcome.delay(), "never below retry-after");
        assertTrue(test.pool.tryAcquire(COST).isPresent(), "others go on");
    }

    @Test
    void aSingleCallBacksOffFromAnOverloadedService() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Service service = new Service(test);
        service.downUntil = Duration.ofMinutes(10);
        work(test, service, 0, 1);
        test.clock.advance(Duration.ofMinutes(12));
        assertEquals(List.of(0), done);
        assertTrue(service.sentWhileDown < 100, () -> "asked " + service.sentWhileDown + " times in 10 minutes");
        assertEquals(1, attempts.get(0));
    }

    @Test
    void oneBadDocumentAloneUsesItsAttempts() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Service service = new Service(test);
        service.failure = Verdict.TRANSIENT;
        service.poison = document -> true;
        work(test, service, 0, 1);
        test.clock.advance(Duration.ofMinutes(2));
        assertEquals(List.of(0), dead);
        assertEquals(5, attempts.get(0));
    }

    @Test
    void badDocumentsAtTheHeadDoNotHoldTheGoodOnesBack() {
        TestPool test = new TestPool("rpm=1200,burst=10s,concurrency=1");
        Service service = new Service(test);
        service.failure = Verdict.TRANSIENT;
        service.poison = document -> document < 5;
        work(test, service, 0, 50);
        test.clock.advance(Duration.ofMinutes(10));
        assertEquals(45, done.size());
        assertEquals(5, dead.size());
    }

    @Test
    void badDocumentsThatAreLeftOverComeToAnEnd() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Service service = new Service(test);
        service.failure = Verdict.TRANSIENT;
        service.poison = document -> true;
        work(test, service, 0, 4);
        test.clock.advance(Breaker.PATIENCE);
        assertTrue(attempts.values().stream().allMatch(attempt -> attempt <= 2), "an outage costs no attempts");
        test.clock.advance(Duration.ofHours(1));
        assertEquals(4, dead.size());
    }

    @Test
    void aLongOutageWithMuchWorkLeftKillsNothing() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Service service = new Service(test);
        service.failure = Verdict.TRANSIENT;
        work(test, service, 0, 1_000);
        service.downUntil = Duration.ofHours(2);
        test.clock.advance(Duration.ofHours(2).plusMinutes(5));
        assertEquals(1_000, done.size());
        assertTrue(attempts.values().stream().allMatch(attempt -> attempt <= 3), attempts::toString);
    }

    @Test
    void thoseWhoFailedComeBackToTheirOwnPlaces() {
        TestPool test = new TestPool("rpm=1200,burst=10s,concurrency=4");
        Service service = new Service(test);
        service.downUntil = Duration.ofSeconds(20);
        work(test, service, 0, 40);
        test.clock.advance(Duration.ofMinutes(4));
        assertEquals(40, done.size());
        List<Integer> firstOfAll = done.subList(0, 12);
        assertTrue(firstOfAll.containsAll(List.of(0, 1, 2, 3)), () -> "not overtaken by all: " + done);
    }

    @Test
    void unreachableForAMinuteSinceTheStartStopsThePool() {
        TestPool test = new TestPool("rpm=1200,burst=10s");
        Service service = new Service(test);
        service.failure = Verdict.UNREACHABLE;
        service.downUntil = Duration.ofHours(1);
        work(test, service, 0, 10);
        test.clock.advance(Duration.ofSeconds(59));
        assertTrue(test.pool.stopped().isEmpty());
        test.clock.advance(Duration.ofSeconds(122));
        assertEquals("unreachable for 60 s: ", test.pool.stopped().orElseThrow().getMessage());
        assertEquals(Outcome.Kind.HELD, test.pool.stopped().orElseThrow().kind());
    }

    @Test
    void anAddressThatAnsweredOnceIsNotWrong() {
        TestPool test = new TestPool("rpm=60000,burst=10s");
        test.take(COST).settle(TestPool.said(Verdict.UNREACHABLE));
        test.clock.advance(Duration.ofSeconds(50));
        test.take(COST).settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        test.clock.advance(Duration.ofSeconds(50));
        assertEquals(
                Outcome.Kind.THROTTLED,
                test.take(COST).settle(TestPool.said(Verdict.UNREACHABLE)).kind());
        test.clock.advance(Duration.ofSeconds(50));
        test.take(COST).settle(Usage.NONE);
        Service service = new Service(test);
        service.failure = Verdict.UNREACHABLE;
        service.downUntil = Duration.ofHours(3);
        work(test, service, 0, 5);
        test.clock.advance(Duration.ofHours(4));
        assertEquals(5, done.size(), "after a success it is an outage, however long");
    }
}
