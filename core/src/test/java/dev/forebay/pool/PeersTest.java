package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What other limiters were seen to get wrong and no other test here shows; docs/peers.md lists all of it.
 *
 * <p>Planted faults that it catches: {@link Pool#tryAcquire} that decides before it takes the lock; a refusal that is paced or
 * charged; a late settle that frees the permits of somebody else; leases counted from the last call; a burst of a whole minute where none is known; retries that ask for nothing; the wall clock in place of the
 * monotonic one.
 */
class PeersTest {

    private static final Cost COST = Cost.tokens(100, 10);

    @Test
    void eightThreadsGetNoMoreThanOne() throws Exception {
        int alone = 0;
        TestPool single = new TestPool("rpm=30000,itpm=3000k,burst=60s");
        while (single.pool.tryAcquire(COST).isPresent()) {
            alone++;
        }
        assertTrue(alone > 20, alone + " without any time passing");
        for (int round = 0; round < 20; round++) {
            assertEquals(alone, grantedToEight());
        }
    }

    /** Eight threads ask at once until nothing is left; no time passes. */
    private static int grantedToEight() throws Exception {
        TestPool test = new TestPool("rpm=30000,itpm=3000k,burst=60s");
        AtomicInteger granted = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            ends.add(threads.submit(() -> {
                start.await();
                while (test.pool.tryAcquire(COST).isPresent()) {
                    granted.incrementAndGet();
                }
                return 0;
            }));
        }
        start.countDown();
        for (Future<?> end : ends) {
            end.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        return granted.get();
    }

    @Test
    void aRefusalChangesNothing() {
        TestPool asked = new TestPool("rpm=600,itpm=60k,otpm=6k,burst=5s");
        TestPool left = new TestPool("rpm=600,itpm=60k,otpm=6k,burst=5s");
        asked.take(Cost.tokens(4_000, 10));
        left.take(Cost.tokens(4_000, 10));
        int refused = 0;
        int granted = 0;
        for (int step = 0; step < 2_000; step++) {
            for (int question = 0; question < 5; question++) {
                refused += asked.pool.tryAcquire(Cost.tokens(50_000, 10)).isPresent() ? 0 : 1;
            }
            if (step % 10 == 9) {
                boolean mine = asked.pool.tryAcquire(COST).isPresent();
                assertEquals(left.pool.tryAcquire(COST).isPresent(), mine);
                granted += mine ? 1 : 0;
                assertEquals(left.pool.snapshot(), asked.pool.snapshot());
            }
            asked.clock.advance(Duration.ofMillis(7));
            left.clock.advance(Duration.ofMillis(7));
        }
        assertEquals(10_000, refused);
        assertTrue(granted > 100 && granted < 200, granted + " of 200 were granted");
    }

    @Test
    void whoeverAsksAThousandTimesASecondGetsTheWholeRate() {
        TestPool test = new TestPool("rpm=1001,burst=1s");
        int granted = 0;
        for (int milli = 0; milli < 600_000; milli++) {
            granted += test.pool.tryAcquire(COST).map(PeersTest::succeeded).orElse(0);
            test.clock.advance(Duration.ofMillis(1));
        }
        int rate = granted;
        assertTrue(rate >= 10_000 && rate <= 10_030, () -> rate + " in ten minutes of 1,001 each");
    }

    private static int succeeded(Reservation reservation) {
        reservation.settle(Usage.tokens(100, 10));
        return 1;
    }

    @Test
    void theFirstMinuteHasOneMinutesPermits() {
        TestPool test = new TestPool("rpm=600");
        int[] starts = new int[1];
        for (int call = 0; call < 2_000; call++) {
            test.ask(COST).thenAccept(reservation -> starts[0] += succeeded(reservation));
        }
        test.clock.advance(Duration.ofMinutes(1));
        assertTrue(starts[0] >= 590 && starts[0] <= 620, () -> starts[0] + " in the first minute, of 600");
    }

    @Test
    void aLateSettleFreesNothingOfAnothersCall() {
        TestPool test = new TestPool("rpm=60000,burst=60s,concurrency=1");
        Reservation lost = test.take(COST);
        test.clock.advance(Duration.ofMinutes(15));
        Reservation owner = test.take(COST);
        CompletableFuture<Reservation> next = test.ask(COST);
        lost.settle(Usage.tokens(100, 10));
        lost.cancel();
        lost.close();
        assertFalse(next.isDone(), "two in flight where one may be");
        assertEquals(1, test.pool.snapshot().inFlight());
        owner.settle(Usage.tokens(100, 10));
        assertTrue(next.isDone());
    }

    @Test
    void theTrafficOfOthersKeepsNoLeakAlive() {
        TestPool test = new TestPool("rpm=60000,burst=60s,concurrency=2");
        assertEquals(0, test.take(COST).place().sequence());
        for (int second = 0; second < 899; second++) {
            test.take(COST).settle(Usage.tokens(100, 10));
            test.clock.advance(Duration.ofSeconds(1));
        }
        assertEquals(1, test.pool.snapshot().inFlight());
        test.clock.advance(Duration.ofSeconds(1));
        assertEquals(0, test.pool.snapshot().inFlight(), "its own fifteen minutes are over");
        assertEquals(1, test.events(Event.Expired.class).size());
    }

    @Test
    void theWallClockMovesNoPermit() {
        TestPool steady = new TestPool("rpm=600,itpm=60k,rpd=500,burst=5s");
        TestPool jumping = new TestPool("rpm=600,itpm=60k,rpd=500,burst=5s");
        List<Duration> expected = new ArrayList<>();
        List<Duration> seen = new ArrayList<>();
        for (int call = 0; call < 300; call++) {
            steady.ask(COST).thenAccept(reservation -> expected.add(steady.clock.elapsed()));
            jumping.ask(COST).thenAccept(reservation -> seen.add(jumping.clock.elapsed()));
        }
        for (int step = 0; step < 120; step++) {
            jumping.clock.jumpWall(Duration.ofMinutes(step % 2 == 0 ? 5 : -5));
            steady.clock.advance(Duration.ofSeconds(1));
            jumping.clock.advance(Duration.ofSeconds(1));
        }
        assertEquals(300, seen.size());
        assertEquals(expected, seen);
    }

    @Test
    void everyTryTakesPermitsOfItsOwn() {
        TestPool test = new TestPool("rpm=600,burst=60s");
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<String> answer = test.pool.callAsync(COST, attempt -> {
            Verdict[] said = {Verdict.THROTTLED_RATE, Verdict.TRANSIENT, Verdict.OVERLOADED, Verdict.SUCCEEDED};
            attempt.settle(Signal.builder(said[tries.getAndIncrement()]).build());
            return CompletableFuture.completedFuture("answer");
        });
        test.clock.advance(Duration.ofMinutes(5));
        assertEquals("answer", answer.orTimeout(0, TimeUnit.SECONDS).join());
        assertEquals(4, tries.get());
        assertEquals(4, test.events(Event.Granted.class).size());
        assertEquals(0, test.pool.snapshot().inFlight());
    }
}
