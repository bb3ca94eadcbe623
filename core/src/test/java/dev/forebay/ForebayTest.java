package dev.forebay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.pool.Reservation;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The facade: pools by name, one clock and listener for all, and the kill switch.
 *
 * <p>Planted faults that it catches: a new pool at each call; settings that do not reach the pools; a kill switch that a pool
 * made later does not know.
 */
class ForebayTest {

    private static final Cost COST = Cost.tokens(100, 10);

    private final ManualClock clock = new ManualClock();
    private final List<Event> events = new ArrayList<>();
    private final Forebay forebay = Forebay.builder()
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .listener(events::add)
            .retryPolicy(RetryPolicy.DEFAULT.withMaxAttempts(1))
            .build();

    @Test
    void aNameIsAPool() {
        Pool sonnet = forebay.pool("sonnet");
        assertSame(sonnet, forebay.pool("sonnet"));
        assertNotSame(sonnet, forebay.pool("haiku"));
        assertSame(
                sonnet, forebay.pool("sonnet", Limits.parse("rpm=1"), Metering.UP_FRONT), "the first settings count");
        assertEquals(
                List.of("haiku", "sonnet"),
                forebay.pools().stream().map(Pool::name).toList());
    }

    @Test
    void settingsReachThePools() {
        Pool pool = forebay.pool("p", Limits.parse("rpm=600"), Metering.AS_PRODUCED);
        AtomicInteger calls = new AtomicInteger();
        assertThrows(
                IOException.class,
                () -> pool.call(COST, attempt -> {
                    calls.incrementAndGet();
                    throw new IOException("reset");
                }));
        assertEquals(1, calls.get(), "one attempt, as the policy says");
        assertEquals(new Event.Made("p"), events.get(0));
        assertEquals(3, events.size(), "and a call was granted and settled");
        assertEquals("p", events.get(1).pool());
    }

    @Test
    void whoeverListensLaterIsToldFromThenOn() {
        Forebay unheard = Forebay.builder().clock(clock).build();
        Pool early = unheard.pool("early");
        early.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        List<String> told = new ArrayList<>();
        unheard.listen(event -> {
            throw new IllegalStateException("this one fails");
        });
        unheard.listen(event -> told.add(event.pool()));
        unheard.listen(EventListener.NONE);
        for (Pool pool : List.of(early, unheard.pool("late"))) {
            clock.advance(Duration.ofMinutes(1));
            pool.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        }
        assertEquals(List.of("late", "early", "early", "late", "late"), told, "made, and granted and settled");
    }

    @Test
    void theKillSwitchHoldsForPoolsMadeLater() {
        Pool early = forebay.pool("early");
        Reservation flying = early.tryAcquire(COST).orElseThrow();
        forebay.stop("too dear");
        for (Pool pool : List.of(early, forebay.pool("early"), forebay.pool("late"))) {
            PoolStoppedException stopped = assertThrows(PoolStoppedException.class, () -> pool.acquire(COST));
            assertEquals("too dear", stopped.getMessage());
        }
        flying.settle(Usage.tokens(100, 10));
        assertEquals(1, early.snapshot().outcomes().size(), "calls in flight finish");
    }

    @Test
    void theReportNamesCallsThrottlesAndLimits() {
        Pool pool = forebay.pool("p", Limits.parse("rpm=60000,burst=10s"), Metering.AS_PRODUCED);
        forebay.pool("q");
        pool.tryAcquire(COST).orElseThrow().settle(Usage.tokens(100, 10));
        pool.tryAcquire(COST)
                .orElseThrow()
                .settle(Signal.builder(Verdict.THROTTLED_RATE).build());
        assertEquals(
                "p  2 calls  1 throttled  60000 requests per PT1M\nq  0 calls  0 throttled  limits unknown",
                forebay.report());
    }

    @Test
    void thereAreNotEndlessPools() {
        for (int pool = 0; pool < Forebay.POOLS_MAX; pool++) {
            forebay.pool("pool-" + pool);
        }
        assertThrows(IllegalStateException.class, () -> forebay.pool("one more"));
        assertTrue(forebay.pool("pool-7").stopped().isEmpty());
    }

    @Test
    void aPoolHasAName() {
        assertThrows(IllegalArgumentException.class, () -> forebay.pool(" "));
        assertThrows(IllegalArgumentException.class, () -> forebay.pool("x".repeat(201)));
    }
}
