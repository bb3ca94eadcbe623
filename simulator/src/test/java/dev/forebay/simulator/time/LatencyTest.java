package dev.forebay.simulator.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void readsTheThreeForms() {
        assertEquals(Latency.around(Duration.ofSeconds(1)), Latency.parse("1s"));
        assertEquals(Latency.fixed(Duration.ofMillis(250)), Latency.parse("fixed:250ms"));
        assertEquals(Latency.none(), Latency.parse("none"));
        assertThrows(IllegalArgumentException.class, () -> Latency.parse("fast"));
        assertThrows(IllegalArgumentException.class, () -> Latency.parse("2h"));
    }

    @Test
    void spreadsAroundTheMedian() {
        long[] sorted = LongStream.range(0, 10_001)
                .map(call -> Latency.parse("1s").nanos(Chance.of(3, call), 0))
                .sorted()
                .toArray();
        assertEquals(1e9, sorted[5000], 2e7);
        assertEquals(1e9 * Math.exp(-0.2), sorted[1587], 2e7, "one sigma below");
        assertEquals(1e9 * Math.exp(0.2), sorted[8413], 3e7, "one sigma above");
    }

    @Test
    void addsTheTimeToProduceTokens() {
        Latency latency = Latency.parse("fixed:1s").withTokensPerSecond(50);
        assertEquals(3_000_000_000L, latency.nanos(new Chance(1), 100));
    }

    @Test
    void theSameSeedGivesTheSameTimes() {
        assertEquals(
                Latency.parse("1s").nanos(Chance.of(9, 4), 0),
                Latency.parse("1s").nanos(Chance.of(9, 4), 0));
        assertTrue(Latency.parse("1s").nanos(Chance.of(9, 4), 0)
                != Latency.parse("1s").nanos(Chance.of(9, 5), 0));
    }
}
