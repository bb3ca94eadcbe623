package dev.forebay.simulator.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.limit.Acceleration;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Neighbour;
import dev.forebay.simulator.meter.Verdict.Admitted;
import dev.forebay.simulator.meter.Verdict.Refused;
import dev.forebay.simulator.time.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits that change, a neighbour on the key, and a cap on growth. */
class HardshipsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Limits LIMITS = Limits.parse("rpm=600,itpm=60000,burst=10s");

    private static Meters meters(Limits limits, Conduct conduct) {
        return new Meters(limits, conduct, new Chance(7), 0, Instant.EPOCH);
    }

    private static Map<Dimension, Long> request(long inputTokens) {
        return Map.of(Dimension.REQUESTS, 1L, Dimension.INPUT_TOKENS, inputTokens);
    }

    private static Reading input(Meters meters, long nowNanos) {
        return meters.read(Dimension.INPUT_TOKENS, nowNanos, Instant.EPOCH).orElseThrow();
    }

    @Test
    void limitsChangeInTheMidstOfTheRun() {
        Meters meters = meters(LIMITS, Conduct.plain().withChanges(LimitChange.parse("0.5@60s,2@120s")));
        assertEquals(60_000, input(meters, 60 * SECOND - 1).limit());
        assertEquals(30_000, input(meters, 60 * SECOND).limit());
        assertEquals(5_000, input(meters, 60 * SECOND).remaining(), "no more than the new burst");
        assertEquals(120_000, input(meters, 120 * SECOND).limit());
        assertEquals(5_000, input(meters, 120 * SECOND).remaining(), "a larger limit fills only in time");
        assertEquals(7_000, input(meters, 121 * SECOND).remaining());
    }

    /** All of it before the change, and all of what is left of it afterwards. */
    @Test
    void aLimitThatChangesCountsWithEachValueAsLongAsItHadIt() {
        Meters meters =
                meters(Limits.parse("itpm=6000,burst=1s"), Conduct.plain().withChanges(LimitChange.parse("0.5@60s")));
        for (int second = 0; second <= 60; second++) {
            meters.admit(Map.of(Dimension.INPUT_TOKENS, 100L), second * SECOND);
        }
        for (int second = 61; second <= 120; second++) {
            meters.admit(Map.of(Dimension.INPUT_TOKENS, 50L), second * SECOND);
        }
        assertEquals(1.0, meters.usage().steady().share(), 0.02);
    }

    @Test
    void aNeighbourUsesItsPartAndComesAndGoes() {
        Conduct conduct = Conduct.plain().withNeighbour(Neighbour.parse("0.5:60s/60s"));
        Meters meters = meters(LIMITS, conduct);
        long atStart = input(meters, 0).remaining();
        assertEquals(10_000, atStart);
        input(meters, 60 * SECOND);
        long there = meters.neighbourTaken();
        assertTrue(there > 250 && there < 350, () -> "about 300 calls in a minute, not " + there);
        input(meters, 120 * SECOND);
        assertEquals(there, meters.neighbourTaken(), "it is away");
        input(meters, 180 * SECOND);
        assertTrue(meters.neighbourTaken() > there + 250);
    }

    /** Alone on the key it uses half of it; with a client that takes all it can, calls of both are turned away. */
    @Test
    void aNeighbourIsChargedToTheSameLimits() {
        Meters meters = meters(LIMITS, Conduct.plain().withNeighbour(Neighbour.always(0.5)));
        long taken = 0;
        for (int call = 0; call < 1_200; call++) {
            taken += meters.admit(request(100), call * SECOND / 10) instanceof Admitted ? 1 : 0;
        }
        assertTrue(meters.neighbourRefused() > 0);
        long all = taken + meters.neighbourTaken();
        assertTrue(all <= 100 + 1_200, () -> "the limits let 1,300 through, not " + all);
        assertTrue(all >= 1_200, () -> "and nearly all of them were used: " + all);
    }

    @Test
    void usageMayOnlyGrowSoFast() {
        Meters meters = meters(LIMITS, Conduct.plain().withAcceleration(Acceleration.parse("0.25+1")));
        assertFalse(meters.growsTooFast(request(2_500), 0), "a quarter of ten seconds of the limit");
        assertInstanceOf(Admitted.class, meters.admit(request(2_500), 0));
        assertTrue(meters.growsTooFast(request(100), SECOND));
        assertFalse(meters.growsTooFast(request(100), 10 * SECOND), "ten seconds later");
        assertFalse(meters.growsTooFast(request(5_000), 60 * SECOND), "twice as much after a minute");
    }

    @Test
    void withoutHardshipsNothingHappensByItself() {
        Meters meters = meters(LIMITS, Conduct.plain());
        assertEquals(10_000, input(meters, Duration.ofHours(2).toNanos()).remaining());
        assertEquals(0, meters.neighbourTaken());
        assertFalse(meters.growsTooFast(request(60_000), 0));
        assertInstanceOf(Refused.class, meters.admit(request(60_001), 0));
    }
}
