package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Invariants T5 and T6, and what other limiters got wrong about a 429: a pause is only ever extended and nothing is sent in it;
 * the 429s of one burst are one piece of news; those who wait do not come back in one instant.
 *
 * <p>Planted faults that it catches: a later and shorter wait that replaces the longer; a longer one that is ignored while
 * paused; a cut for each 429 of a burst; waits without jitter; the whole line let go when the pause ends.
 */
class ThrottleTest {

    private static final Cost COST = Cost.tokens(100, 10);

    @Test
    void aPauseIsOnlyExtendedAndNothingIsSentInIt() {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            TestPool test = new TestPool("rpm=3000,itpm=600k,burst=10s");
            long[] pausedUntil = {test.clock.nanoTime()};
            int[] pauses = new int[1];
            int[] starts = new int[1];
            int[] early = new int[1];
            for (int call = 0; call < 500; call++) {
                test.ask(COST).thenAccept(reservation -> {
                    starts[0]++;
                    early[0] += test.clock.nanoTime() - pausedUntil[0] < 0 ? 1 : 0;
                    test.clock.schedule(Duration.ofMillis(200 + random.nextInt(2_000)), () -> {
                        boolean throttled = random.nextInt(12) == 0;
                        Duration wait = Duration.ofMillis(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(5_000));
                        reservation.settle(throttled ? throttle(random, wait) : Signal.succeeded(Usage.tokens(90, 9)));
                        if (throttled && !wait.isZero()) {
                            long asked = test.clock.nanoTime() + wait.toNanos();
                            pausedUntil[0] = asked - pausedUntil[0] > 0 ? asked : pausedUntil[0];
                            pauses[0]++;
                        }
                    });
                });
            }
            test.clock.advance(Duration.ofHours(3));
            assertEquals(500, starts[0]);
            assertEquals(0, early[0], "sent in a pause");
            assertTrue(pauses[0] > 10);
            assertPausesGrow(test, seed);
        }
    }

    private static Signal throttle(Random random, Duration wait) {
        Verdict[] kinds = {Verdict.THROTTLED_RATE, Verdict.THROTTLED_GROWTH, Verdict.THROTTLED_CONCURRENCY};
        return TestPool.said(kinds[random.nextInt(kinds.length)], wait);
    }

    /** Each pause that is announced ends later than all before it: the waits in the events are what is left, not new ones. */
    private static void assertPausesGrow(TestPool test, long seed) {
        List<Event.Paused> paused = test.events(Event.Paused.class);
        assertTrue(paused.size() > 5, "seed " + seed);
        paused.forEach(pause -> assertTrue(pause.pause().toNanos() > 0, pause::toString));
    }

    @Test
    void theLongestOfSeveralWaitsCounts() {
        for (long[] waits : new long[][] {{30, 5}, {5, 30}, {30, 0}, {0, 30}}) {
            TestPool test = new TestPool("rpm=60000,burst=60s");
            Reservation one = test.take(COST);
            Reservation other = test.take(COST);
            one.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY, Duration.ofSeconds(waits[0])));
            other.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY, Duration.ofSeconds(waits[1])));
            test.ask(COST);
            Duration startsIn = test.pool.why().startsIn().orElseThrow();
            assertTrue(startsIn.toMillis() >= 30_000 && startsIn.toMillis() <= 30_100, startsIn::toString);
        }
    }

    @Test
    void fiftyStale429sAreOneCut() {
        TestPool test = new TestPool("rpm=60000,burst=60s,concurrency=50");
        List<Reservation> flying = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
            flying.add(test.take(COST));
            test.clock.advance(Duration.ofMillis(1));
        }
        for (Reservation reservation : flying) {
            test.clock.advance(Duration.ofMillis(3));
            reservation.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        }
        assertEquals(35, test.pool.snapshot().concurrencyCap(), "0.7 of 50, once");
        Reservation fresh = test.take(COST);
        fresh.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        assertEquals(1, test.pool.snapshot().concurrencyCap(), "one was in flight, and that was one too many");
    }

    @Test
    void fiftyStale429sOfARateAreOnePause() {
        TestPool test = new TestPool("rpm=60000,burst=60s");
        List<Reservation> flying = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
            flying.add(test.take(COST));
            test.clock.advance(Duration.ofMillis(1));
        }
        flying.forEach(reservation -> reservation.settle(TestPool.said(Verdict.THROTTLED_RATE)));
        test.ask(COST);
        Duration startsIn = test.pool.why().startsIn().orElseThrow();
        assertTrue(startsIn.toMillis() <= 1_000 + 50 + 100, () -> "backed off as if refused fifty times: " + startsIn);
    }

    @Test
    void waitsDiffer() {
        Set<Duration> own = new HashSet<>();
        Set<Duration> pools = new HashSet<>();
        TestPool test = new TestPool("rpm=600000,burst=60s,concurrency=2000");
        for (int call = 0; call < 1_000; call++) {
            own.add(test.take(COST)
                    .settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY))
                    .delay());
            test.clock.advance(Duration.ofMillis(1));
            ManualClock clock = new ManualClock();
            Pool pool = Pool.builder("other")
                    .clock(clock)
                    .randomness(Randomness.seeded(call))
                    .limits(Limits.parse("rpm=600"))
                    .build();
            Reservation reservation = pool.tryAcquire(COST).orElseThrow();
            pools.add(reservation
                    .settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(60)))
                    .delay());
        }
        assertTrue(own.size() >= 950, () -> own.size() + " distinct waits of 1,000 calls");
        assertTrue(pools.size() >= 950, () -> pools.size() + " distinct pauses of 1,000 pools that share a key");
    }

    @Test
    void theLineIsNotLetGoAtOnce() {
        TestPool test = new TestPool("rpm=600,burst=60s");
        Reservation refused = test.take(COST);
        int[] starts = new int[1];
        for (int call = 0; call < 500; call++) {
            test.ask(COST).thenAccept(reservation -> {
                starts[0]++;
                reservation.settle(Usage.tokens(100, 10));
            });
        }
        refused.settle(Signal.builder(Verdict.THROTTLED_RATE)
                .dimension(Dimension.REQUESTS)
                .retryAfter(Duration.ofSeconds(20))
                .build());
        int before = starts[0];
        test.clock.advance(Duration.ofMillis(20_100));
        assertTrue(starts[0] - before <= 3, () -> (starts[0] - before) + " in the first instant");
        test.clock.advance(Duration.ofSeconds(10));
        int inTenSeconds = starts[0] - before;
        assertTrue(inTenSeconds >= 90 && inTenSeconds <= 105, () -> inTenSeconds + " in ten seconds at 10 a second");
    }

    @Test
    void afterAPauseTheStoredBurstIsDrawnSlowlyAtFirst() {
        TestPool test = new TestPool("rpm=600,burst=60s,concurrency=1000");
        test.take(COST).settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofMillis(1)));
        test.clock.advance(Duration.ofMinutes(2));
        Reservation refused = test.take(COST);
        int[] starts = new int[1];
        for (int call = 0; call < 500; call++) {
            test.ask(COST).thenAccept(reservation -> {
                starts[0]++;
                reservation.settle(Usage.tokens(100, 10));
            });
        }
        refused.settle(TestPool.said(Verdict.THROTTLED_GROWTH, Duration.ofSeconds(20)));
        int before = starts[0];
        test.clock.advance(Duration.ofSeconds(23));
        int inThreeSeconds = starts[0] - before;
        assertTrue(inThreeSeconds <= 42, () -> inThreeSeconds + " in three seconds at 10 a second");
    }

    @Test
    void growthCapsTheRateAndLetsItGrowSlowly() {
        TestPool test = new TestPool("rpm=6000,burst=60s");
        int[] starts = new int[1];
        for (int call = 0; call < 5_000; call++) {
            test.ask(COST).thenAccept(reservation -> {
                starts[0]++;
                boolean throttled = starts[0] == 2_500;
                test.clock.schedule(
                        Duration.ofMillis(100),
                        () -> reservation.settle(
                                throttled
                                        ? TestPool.said(Verdict.THROTTLED_GROWTH, Duration.ofSeconds(1))
                                        : Signal.succeeded(Usage.tokens(100, 10))));
            });
        }
        while (starts[0] < 2_500) {
            test.clock.advance(Duration.ofMillis(100));
        }
        test.clock.advance(Duration.ofSeconds(2));
        int before = starts[0];
        test.clock.advance(Duration.ofSeconds(10));
        int rate = (starts[0] - before) / 10;
        assertTrue(rate >= 70 && rate <= 145, () -> rate + " calls a second, of up to 200 before");
    }

    @Test
    void growthThrottlesWithoutEndLeaveACallInTenSeconds() {
        TestPool test = new TestPool("rpm=6000,burst=60s");
        int[] starts = new int[1];
        for (int call = 0; call < 500; call++) {
            test.ask(COST).thenAccept(reservation -> {
                starts[0]++;
                reservation.settle(TestPool.said(Verdict.THROTTLED_GROWTH, Duration.ofMillis(10)));
            });
        }
        test.clock.advance(Duration.ofMinutes(60));
        assertTrue(starts[0] >= 330, () -> starts[0] + " calls in an hour");
    }
}
