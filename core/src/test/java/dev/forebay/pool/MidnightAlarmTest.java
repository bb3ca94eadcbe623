package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Who waits for midnight is woken by one alarm, although the wall clock and the monotonic one never agree quite.
 *
 * <p>Planted faults that it catches: an alarm for each look at the clocks; a call that starts before its day begins; a clock
 * that was set and is believed to stand where it stood.
 */
class MidnightAlarmTest {

    private static final Cost COST = Cost.tokens(10, 10);
    private static final Instant MIDNIGHT = Instant.parse("2026-01-03T00:00:01Z");
    private static final Duration LATE_MAX = Duration.ofMillis(10);
    private static final int LOOKS = 10_000;

    private final ShakyClock clock = new ShakyClock();
    private final Pool pool = Pool.builder("test")
            .clock(clock)
            .executor(Runnable::run)
            .limits(Limits.parse("rpd=1,day-zone=UTC"))
            .build();

    @Test
    void clocksThatAreReadAMomentApartNeedNoNewAlarms() {
        clock.shakesNanos = 2_000_000;
        CompletableFuture<Instant> started = waitForMidnight();
        int before = clock.alarms;
        lookAtIt(Duration.ofHours(10));
        assertTrue(clock.alarms - before <= 1, () -> clock.alarms + " alarms");
        startsAtMidnight(started);
    }

    @Test
    void aClockThatIsSlewedNeedsFew() {
        for (double slew : new double[] {20e-6, -20e-6}) {
            new MidnightAlarmTest().slewed(slew);
        }
    }

    @Test
    void aClockThatIsSetIsSeenAtTheNextLook() {
        for (long millis : new long[] {3_600_000, -10_800_000, 11, 5, -5, -11}) {
            CompletableFuture<Instant> started = new MidnightAlarmTest().isStartedAfter(Duration.ofMillis(millis));
            assertTrue(started.isDone());
        }
    }

    @Test
    void aClockThatIsSetPastMidnightStartsTheDay() {
        CompletableFuture<Instant> started = waitForMidnight();
        clock.manual.advance(Duration.ofMinutes(2));
        clock.manual.jumpWall(Duration.ofDays(1));
        assertFalse(started.isDone(), "nobody has looked");
        assertTrue(pool.tryAcquire(COST).isEmpty());
        assertTrue(started.isDone());
    }

    private void slewed(double slew) {
        clock.slew = slew;
        CompletableFuture<Instant> started = waitForMidnight();
        int before = clock.alarms;
        lookAtIt(Duration.ofHours(10));
        double driftNanos = Math.abs(slew) * Duration.ofHours(10).toNanos();
        double needed = driftNanos / (LATE_MAX.toNanos() / 2.0);
        assertTrue(clock.alarms - before <= needed + 2, () -> clock.alarms + " alarms");
        startsAtMidnight(started);
    }

    private CompletableFuture<Instant> isStartedAfter(Duration set) {
        CompletableFuture<Instant> started = waitForMidnight();
        Duration left = Duration.between(clock.instant(), MIDNIGHT).minus(set);
        clock.manual.jumpWall(set);
        assertTrue(pool.tryAcquire(COST).isEmpty());
        Duration told = pool.why().startsIn().orElseThrow();
        assertFalse(told.compareTo(left) < 0, () -> set + ": " + told);
        assertFalse(told.compareTo(left.plus(LATE_MAX)) > 0, () -> set + ": " + told);
        startsAtMidnight(started);
        return started;
    }

    /** Somebody who waits, and when he starts. */
    private CompletableFuture<Instant> waitForMidnight() {
        pool.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        CompletableFuture<Instant> started = new CompletableFuture<>();
        CompletableFuture<Void> told = pool.acquireAsync(Request.of(COST)).thenAccept(held -> {
            held.settle(Usage.tokens(1, 1));
            started.complete(clock.instant());
        });
        assertFalse(told.isDone());
        return started;
    }

    private void lookAtIt(Duration time) {
        for (int look = 0; look < LOOKS; look++) {
            assertTrue(pool.tryAcquire(COST).isEmpty());
            clock.manual.advance(time.dividedBy(LOOKS));
        }
    }

    private void startsAtMidnight(CompletableFuture<Instant> started) {
        clock.slew = 0;
        clock.shakesNanos = 0;
        assertFalse(started.isDone());
        pool.tryAcquire(COST);
        clock.manual.advance(Duration.between(clock.instant(), MIDNIGHT).minusNanos(1));
        assertFalse(started.isDone(), "before midnight");
        clock.manual.advance(LATE_MAX.plusNanos(1));
        assertTrue(started.isDone());
        assertEquals(0, Duration.between(MIDNIGHT, started.join()).dividedBy(LATE_MAX.plusNanos(1)));
    }
}
