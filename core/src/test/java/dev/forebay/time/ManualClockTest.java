package dev.forebay.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Virtual time: each alarm once, in order, at exactly its own time.
 *
 * <p>Planted faults that it catches: alarms of one instant out of order; the time set to the end of an advance before its
 * alarms run; a delay near the end of {@code long} that wraps round and runs at once.
 */
class ManualClockTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsAlarmsInOrderAtTheirTimes() {
        alarm(30, "c");
        alarm(10, "a");
        alarm(10, "b");
        clock.advance(Duration.ofMillis(29));
        assertEquals(List.of("a@10", "b@10"), ran);
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of("a@10", "b@10", "c@30"), ran);
        assertEquals(0, clock.pendingAlarms());
    }

    @Test
    void runsAlarmsThatWereArmedMeanwhile() {
        clock.schedule(Duration.ofMillis(10), () -> {
            alarm(5, "second");
            alarm(0, "now");
            alarm(-7, "late");
        });
        clock.advance(Duration.ofMillis(20));
        assertEquals(List.of("now@10", "late@10", "second@15"), ran);
        assertEquals(Duration.ofMillis(20), clock.elapsed());
    }

    @Test
    void neverRunsAnAlarmInsideSchedule() {
        alarm(0, "x");
        assertEquals(List.of(), ran);
        clock.advance(Duration.ZERO);
        assertEquals(List.of("x@0"), ran);
    }

    @Test
    void aCancelledAlarmDoesNotRun() {
        Clock.Alarm alarm = clock.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));
        alarm.cancel();
        alarm.cancel();
        clock.advance(Duration.ofMillis(5));
        assertEquals(List.of(), ran);
    }

    @Test
    void runNextJumpsToTheNextAlarm() {
        assertFalse(clock.runNext());
        alarm(7, "x");
        assertTrue(clock.runNext());
        assertEquals(List.of("x@7"), ran);
    }

    @Test
    void theMonotonicTimeOverflowsWithinTheHour() {
        long before = clock.nanoTime();
        clock.advance(Duration.ofHours(2));
        long after = clock.nanoTime();
        assertTrue(after < before, "otherwise comparisons by < would pass unseen");
        assertEquals(Duration.ofHours(2).toNanos(), after - before);
    }

    @Test
    void theWallTimeMayJump() {
        Instant before = clock.instant();
        long nanos = clock.nanoTime();
        clock.jumpWall(Duration.ofHours(-3));
        assertEquals(before.minus(Duration.ofHours(3)), clock.instant());
        assertEquals(nanos, clock.nanoTime());
    }

    @Test
    void anAlarmForTheEndOfTimeNeverRuns() {
        clock.advance(Duration.ofHours(1));
        clock.schedule(Duration.ofNanos(Long.MAX_VALUE), () -> ran.add("for ever"));
        clock.schedule(Duration.ofDays(400_000), () -> ran.add("longer than that"));
        clock.advance(Duration.ofDays(1));
        assertEquals(List.of(), ran);
    }

    @Test
    void neverRunsBackwards() {
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
    }

    private void alarm(long millis, String name) {
        clock.schedule(
                Duration.ofMillis(millis),
                () -> ran.add(name + "@" + clock.elapsed().toMillis()));
    }
}
