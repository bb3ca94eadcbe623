package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the gauges show is what the pool's snapshot says, of pools and limits that come later too.
 *
 * <p>Planted faults that it catches: the gauge of a minute's limit that shows the day's; gauges of the limits that were known
 * at the start alone; a gauge that keeps the value of its first reading.
 */
class GaugesTest {

    private static final Cost COST = Cost.tokens(100, 10);

    private final Lab lab = new Lab();

    @Test
    void showWhatThePoolHoldsNow() {
        Pool pool = lab.pool("p", "rpm=60,rpd=14400,burst=2s,concurrency=1");
        Reservation flying = pool.tryAcquire(COST).orElseThrow();
        pool.acquireAsync(Request.of(COST));
        assertEquals(1, gauge("line.length"));
        assertEquals(1, gauge("in.flight"));
        assertEquals(1, gauge("in.flight.max"));
        assertEquals(0, gauge("stopped"));
        assertEquals(60, limit("amount", "minute"));
        assertEquals(14_400, limit("amount", "day"));
        assertEquals(2, limit("capacity", "minute"), 1e-6);
        assertEquals(1, limit("level", "minute"), 1e-6);
        assertEquals(1, limit("reserved", "minute"));
        assertEquals(0, limit("drift", "minute"));
        assertEquals(0, limit("neighbour", "minute"));
        flying.settle(Usage.tokens(90, 9));
        assertEquals(1.0 / 60, limit("used", "minute"), 1e-9);
        assertEquals(1.0 / 10, limit("used", "day"), 1e-9, "of the ten that a minute of the day gives");
        pool.stop("too dear");
        assertEquals(1, gauge("stopped"));
    }

    @Test
    void followLimitsThatAreLearned() {
        Pool pool = lab.pool("p", "");
        Reservation first = pool.tryAcquire(COST).orElseThrow();
        assertEquals(0, lab.registry.find("forebay.limit.amount").meters().size());
        LimitReading shown = new LimitReading(Dimension.REQUESTS, Duration.ofMinutes(1), 600, 500, 0, Optional.empty());
        first.settle(Signal.builder(Verdict.SUCCEEDED)
                .usage(Usage.tokens(1, 1))
                .reading(shown)
                .build());
        assertEquals(600, limit("amount", "minute"));
        assertTrue(limit("level", "minute") <= 501);
        assertEquals(1, lab.value("forebay.limit.changes", "pool", "p", "dimension", "requests"));
    }

    @Test
    void followPoolsFromTheirFirstMoment() {
        Pool pool = lab.pool("p", "rpm=60");
        pool.acquireAsync(Request.of(COST));
        assertEquals(1, gauge("line.length"), "it waits, and nothing was ever granted");
    }

    @Test
    void anUncappedPoolHasNoNumber() {
        assertTrue(lab.pool("p", "rpm=60,burst=10s").tryAcquire(COST).isPresent());
        assertTrue(Double.isNaN(gauge("in.flight.max")));
    }

    private double gauge(String name) {
        return lab.value("forebay." + name, "pool", "p");
    }

    private double limit(String name, String period) {
        return lab.value("forebay.limit." + name, "pool", "p", "dimension", "requests", "period", period);
    }
}
