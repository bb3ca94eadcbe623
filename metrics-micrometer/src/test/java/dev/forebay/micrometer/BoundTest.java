package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * However many names there are, the number of series is bounded, and nothing is lost.
 *
 * <p>Planted faults that it catches: a tag per model; pools beyond the bound that are not counted; a dimension that a hostile
 * answer invented as a tag; a hundred and one names let in by threads that come together.
 */
class BoundTest {

    private static final int NAMES = 100_000;
    private static final int THREADS = 8;
    private static final Cost COST = Cost.tokens(100, 10);

    private final Lab lab = new Lab();

    @Test
    void aHundredThousandModelsLeaveTheSeriesBounded() {
        MeteredPools metered = new MeteredPools(lab.registry, lab.forebay, Tags.empty());
        int bounded = 0;
        for (int model = 0; model < NAMES; model++) {
            String name = "model-" + model;
            metered.on(new Event.Granted(name, Duration.ZERO));
            metered.on(settled(name, Signal.succeeded(Usage.tokens(3, 2))));
            metered.on(settled(name, throttled(Dimension.REQUESTS)));
            bounded =
                    model == ForebayMetrics.POOLS_MAX ? lab.registry.getMeters().size() : bounded;
        }
        assertEquals(bounded, lab.registry.getMeters().size());
        assertTrue(bounded < 20 * (ForebayMetrics.POOLS_MAX + 1), "a few for each pool, not " + bounded);
        assertEquals(2.0 * NAMES, lab.sum("forebay.requests"));
        assertEquals(3.0 * NAMES, lab.sum("forebay.tokens", "kind", "input"));
        assertEquals(NAMES, lab.sum("forebay.throttles"));
        assertEquals(
                NAMES - ForebayMetrics.POOLS_MAX,
                lab.value("forebay.throttles", "pool", "other"),
                "the rest, all together");
    }

    @Test
    void threadsThatMeetNewPoolsTogetherLoseNothing() throws Exception {
        MeteredPools metered = new MeteredPools(lab.registry, lab.forebay, Tags.empty());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                ends.add(threads.submit(() -> {
                    for (int model = 0; model < 2 * ForebayMetrics.POOLS_MAX; model++) {
                        metered.on(settled("model-" + model, Signal.succeeded(Usage.tokens(3, 2))));
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(2.0 * ForebayMetrics.POOLS_MAX * THREADS, lab.sum("forebay.requests"));
        assertEquals(
                ForebayMetrics.POOLS_MAX + 1,
                lab.registry.find("forebay.line.wait").meters().size());
    }

    @Test
    void poolsBeyondTheBoundAreShownTogether() {
        List<Reservation> taken = new ArrayList<>();
        for (int model = 0; model < Forebay.POOLS_MAX; model++) {
            taken.add(lab.pool("model-" + model, "").tryAcquire(COST).orElseThrow());
        }
        assertThrows(IllegalStateException.class, () -> lab.pool("one more", ""));
        int others = Forebay.POOLS_MAX - ForebayMetrics.POOLS_MAX;
        assertEquals(1, lab.value("forebay.in.flight", "pool", "model-99"));
        assertEquals(others, lab.value("forebay.in.flight", "pool", "other"));
        taken.forEach(reservation -> reservation.settle(Usage.tokens(1, 1)));
        lab.forebay.stop("too dear");
        assertEquals(0, lab.sum("forebay.in.flight"));
        assertEquals(others, lab.value("forebay.stopped", "pool", "other"));
        assertEquals(Forebay.POOLS_MAX, lab.sum("forebay.requests"));
    }

    @Test
    void inventedDimensionsAreCountedTogether() {
        MeteredPools metered = new MeteredPools(lab.registry, lab.forebay, Tags.empty());
        for (int invented = 0; invented < 1_000; invented++) {
            metered.on(settled("p", throttled(new Dimension("invented-" + invented))));
        }
        assertEquals(17, lab.registry.find("forebay.throttles").meters().size(), "sixteen, and the others");
        assertEquals(1_000, lab.sum("forebay.throttles"));
    }

    @Test
    void aPoolMayBeNamedAsTheRestIs() {
        assertTrue(lab.pool("other", "").tryAcquire(COST).isPresent());
        for (int model = 0; model <= ForebayMetrics.POOLS_MAX; model++) {
            assertTrue(lab.pool("model-" + model, "").tryAcquire(COST).isPresent());
        }
        assertEquals(2, lab.value("forebay.in.flight", "pool", "other"), "it is one of the rest");
        assertEquals(2, lab.value("forebay.line.wait", "pool", "other"));
    }

    private static Event settled(String pool, Signal signal) {
        return new Event.Settled(pool, signal, Duration.ofMillis(5), 0);
    }

    private static Signal throttled(Dimension dimension) {
        return Signal.builder(Verdict.THROTTLED_RATE).dimension(dimension).build();
    }
}
