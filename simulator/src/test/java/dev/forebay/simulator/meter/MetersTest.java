package dev.forebay.simulator.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Usage;
import dev.forebay.simulator.meter.Verdict.Admitted;
import dev.forebay.simulator.meter.Verdict.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several buckets at once, output that is charged later, and the shares. */
class MetersTest {

    private static final long SECOND = 1_000_000_000;
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Set<Dimension> OUTPUT = Set.of(Dimension.OUTPUT_TOKENS);

    private static Map<Dimension, Long> request(long inputTokens) {
        return Map.of(Dimension.REQUESTS, 1L, Dimension.INPUT_TOKENS, inputTokens);
    }

    private static long remaining(Meters meters, Dimension dimension, long nowNanos) {
        return meters.read(dimension, nowNanos, NOON).orElseThrow().remaining();
    }

    @Test
    void chargesAllOrNone() {
        Meters meters = new Meters(Limits.parse("rpm=60,itpm=6000,burst=10s"), 0);
        assertInstanceOf(Admitted.class, meters.admit(request(900), 0));
        Refused refused = assertInstanceOf(Refused.class, meters.admit(request(300), 0));
        assertEquals(Dimension.INPUT_TOKENS, refused.dimension());
        assertEquals(6000, refused.limit());
        assertEquals(100, refused.remaining());
        assertEquals(300, refused.requested());
        assertEquals(2 * SECOND, refused.waitNanos());
        assertEquals(9, remaining(meters, Dimension.REQUESTS, 0), "a refused request is not charged");
        assertInstanceOf(Admitted.class, meters.admit(request(300), 2 * SECOND));
    }

    @Test
    void namesTheDimensionWithTheLongestWait() {
        Meters meters = new Meters(Limits.parse("rpm=6,itpm=6000,burst=10s"), 0);
        meters.admit(request(900), 0);
        Refused refused = assertInstanceOf(Refused.class, meters.admit(request(300), 0));
        assertEquals(Dimension.REQUESTS, refused.dimension());
        assertEquals(10 * SECOND, refused.waitNanos());
    }

    @Test
    void chargesOutputWhenItIsProducedAndRefusesOnlyNewRequests() {
        Meters meters = new Meters(Limits.parse("otpm=6000,burst=10s"), 0);
        meters.admit(request(1), 0);
        meters.produce(5 * SECOND, 1200, OUTPUT);
        assertEquals(1000, remaining(meters, Dimension.OUTPUT_TOKENS, 5 * SECOND - 1));
        assertEquals(-200, remaining(meters, Dimension.OUTPUT_TOKENS, 5 * SECOND));
        Refused refused = assertInstanceOf(Refused.class, meters.admit(request(1), 6 * SECOND));
        assertEquals(Dimension.OUTPUT_TOKENS, refused.dimension());
        assertEquals(SECOND + SECOND / 100, refused.waitNanos(), "until one token is there");
    }

    @Test
    void chargesProductionsInTheOrderOfTheirTimes() {
        Meters meters = new Meters(Limits.parse("otpm=6000,burst=1s"), 0);
        meters.produce(3 * SECOND, 100, OUTPUT);
        meters.produce(SECOND, 100, OUTPUT);
        assertEquals(0, remaining(meters, Dimension.OUTPUT_TOKENS, 3 * SECOND), "refilled in between");
    }

    @Test
    void chargesRejectedRequestsAsFarAsThereIsSomethingToTake() {
        Meters meters = new Meters(Limits.parse("rpm=60,burst=2s"), 0);
        meters.chargeRejected(0);
        meters.chargeRejected(0);
        meters.chargeRejected(0);
        assertEquals(0, remaining(meters, Dimension.REQUESTS, 0));
    }

    /** 1,000 permits of burst and 100 a second: 100 each second for 20 s use the whole limit but not the burst. */
    @Test
    void creditsTheBurstInTheShare() {
        Meters meters = new Meters(Limits.parse("itpm=6000,burst=10s"), 0);
        for (int second = 0; second <= 20; second++) {
            meters.admit(request(100), second * SECOND);
        }
        Usage usage = meters.usage();
        assertEquals(Optional.of(Dimension.INPUT_TOKENS), usage.binding());
        assertEquals(0.55, usage.whole().share(), 1e-9, "(2,100 - 1,000) / 100 = 11 s of 20 s");
    }

    /** The burst goes at once; from then on 100 every second uses all there is. */
    @Test
    void leavesTheBurstOutOfTheSteadyShare() {
        Meters meters = new Meters(Limits.parse("rpm=6000,itpm=6000,burst=10s"), 0);
        for (int call = 0; call < 10; call++) {
            meters.admit(request(100), 0);
        }
        for (int second = 1; second <= 40; second++) {
            assertInstanceOf(Admitted.class, meters.admit(request(100), second * SECOND));
        }
        assertEquals(1.0, meters.usage().whole().share(), 1e-9);
        assertEquals(1.0, meters.usage().steady().share(), 1e-9);
    }

    /** The same burst, then half of the rate. */
    @Test
    void measuresHalfTheRateAsHalf() {
        Meters meters = new Meters(Limits.parse("itpm=6000,burst=10s"), 0);
        for (int call = 0; call < 9; call++) {
            meters.admit(request(100), 0);
        }
        for (int second = 1; second <= 101; second++) {
            meters.admit(request(50), second * SECOND);
        }
        assertEquals(0.5, meters.usage().steady().share(), 0.02);
    }

    @Test
    void countsOutputOnlyAsFarAsItWasProducedBeforeTheLastAdmission() {
        Meters meters = new Meters(Limits.parse("otpm=6000,burst=1s"), 0);
        meters.admit(request(1), 0);
        meters.produce(SECOND, 600, OUTPUT);
        meters.admit(request(1), 10 * SECOND);
        meters.produce(11 * SECOND, 600, OUTPUT);
        meters.read(Dimension.OUTPUT_TOKENS, 20 * SECOND, NOON);
        assertEquals(0.5, meters.usage().whole().share(), 1e-9, "(600 - 100) / 100 = 5 s of 10 s");
    }
}
