package dev.forebay.simulator.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Hardships as a person writes them. */
class ConductTest {

    private static final long SECOND = 1_000_000_000;

    private static String refusal(Executable parse) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, parse).getMessage());
    }

    @Test
    void readsANeighbour() {
        Neighbour neighbour = Neighbour.parse("0.5:60s/30s");
        assertEquals(new Neighbour(0.5, Duration.ofSeconds(60), Duration.ofSeconds(30)), neighbour);
        assertTrue(neighbour.isThere(59 * SECOND));
        assertFalse(neighbour.isThere(60 * SECOND));
        assertTrue(neighbour.isThere(90 * SECOND));
        assertTrue(Neighbour.parse("0.25").isThere(Long.MAX_VALUE));
        assertEquals(
                "the neighbour is 'half'; write the part of the limit, such as 0.5 or 0.5:60s/60s",
                refusal(() -> Neighbour.parse("half")));
        assertEquals(
                "the part of a neighbour is 1.5; allowed is above 0, at most 1", refusal(() -> Neighbour.parse("1.5")));
    }

    @Test
    void readsChangesOfTheLimits() {
        assertEquals(
                List.of(new LimitChange(Duration.ofSeconds(60), 0.5), new LimitChange(Duration.ofMinutes(2), 1)),
                LimitChange.parse("0.5@60s,1@2m"));
        assertEquals(
                "the change of the limits is '0.5'; write factor@time, such as 0.5@60s",
                refusal(() -> LimitChange.parse("0.5")));
        assertTrue(refusal(() -> LimitChange.parse("0@60s")).contains("allowed is 0.001 to 1000"));
    }

    @Test
    void readsACapOnGrowth() {
        Acceleration acceleration = Acceleration.parse("0.25+1");
        assertEquals(0.25, acceleration.partAfter(0), 1e-9);
        assertEquals(1, acceleration.partAfter(120 * SECOND), 1e-9);
        assertTrue(refusal(() -> Acceleration.parse("0.25")).contains("such as 0.25+1"));
        assertTrue(refusal(() -> Acceleration.parse("0+1")).contains("allowed is above 0"));
    }

    @Test
    void readsHowLimitsAreCountedAndStamped() {
        assertEquals(Counting.REQUEST_SLICES, Counting.parse("request-slices"));
        assertEquals(Stamp.AS_SEEN, Stamp.parse("as-seen"));
        assertEquals(
                "counting is 'weekly'; allowed are bucket, fixed, sliding, slices, request-slices",
                refusal(() -> Counting.parse("weekly")));
        assertEquals("the stamp is 'late'; allowed are as-seen, start, end", refusal(() -> Stamp.parse("late")));
        Limits limits = Limits.parse("rpm=50,counting=sliding,day-zone=Europe/Paris,burst=10s");
        assertEquals("rpm=50,counting=sliding,day-zone=Europe/Paris,burst=10000ms", limits.toString());
        assertTrue(refusal(() -> Limits.parse("rpd=50,day-zone=Atlantis")).startsWith("day-zone is 'Atlantis'"));
    }

    @Test
    void noClockIsWrongByMoreThanADay() {
        assertTrue(refusal(() -> Conduct.plain().withClockSkew(Duration.ofDays(-2)))
                .contains("-24 h to 24 h"));
    }
}
