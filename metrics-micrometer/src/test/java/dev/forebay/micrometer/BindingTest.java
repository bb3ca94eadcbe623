package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * When the metrics begin, and what they count beside requests.
 *
 * <p>Planted faults that it catches: everything counted twice when Spring binds what the program has bound; pools made before
 * that are not seen; ends without an answer that nobody counts.
 */
class BindingTest {

    private static final Cost COST = Cost.tokens(100, 10);

    private final Lab lab = new Lab();

    @Test
    void aRegistryCountsOnce() {
        Forebay other = Forebay.builder().clock(lab.clock).build();
        ForebayMetrics metrics = new ForebayMetrics(other, Tags.of("account", "second"));
        Pool early = other.pool("early");
        metrics.bindTo(lab.registry);
        metrics.bindTo(lab.registry);
        assertEquals(
                0, lab.value("forebay.line.wait", "account", "second", "pool", "early"), "before anything happens");
        early.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        assertEquals(1, lab.value("forebay.requests", "account", "second", "kind", "succeeded"));
    }

    @Test
    void endsWithoutAnAnswerAreCounted() {
        Pool pool = lab.pool("p", "rpm=6000,burst=10s");
        pool.tryAcquire(COST).orElseThrow().cancel();
        assertTrue(pool.tryAcquire(COST).isPresent(), "never ended");
        lab.clock.advance(Duration.ofHours(1));
        Reservation throttled = pool.tryAcquire(COST).orElseThrow();
        throttled.settle(Signal.builder(Verdict.THROTTLED_RATE)
                .retryAfter(Duration.ofSeconds(3))
                .build());
        assertEquals(1, lab.value("forebay.cancelled"));
        assertEquals(1, lab.value("forebay.expired"));
        assertEquals(1, lab.value("forebay.pauses"));
        assertEquals(1, lab.value("forebay.throttles", "kind", "rate", "dimension", "unnamed"));
    }

    @Test
    void timesAreSummed() {
        Pool pool = lab.pool("p", "rpm=60,burst=10s,concurrency=1");
        Reservation first = pool.tryAcquire(COST).orElseThrow();
        pool.acquireAsync(Request.of(COST)).thenAccept(Reservation::cancel);
        lab.clock.advance(Duration.ofSeconds(3));
        first.settle(Usage.tokens(1, 1));
        assertEquals(3_000, lab.registry.get("forebay.requests").timer().totalTime(TimeUnit.MILLISECONDS));
        assertEquals(3_000, lab.registry.get("forebay.line.wait").timer().totalTime(TimeUnit.MILLISECONDS));
    }
}
