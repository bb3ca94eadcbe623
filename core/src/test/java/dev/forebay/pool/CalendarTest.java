package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Limits that are whole again at midnight. */
class CalendarTest {

    private static final Cost COST = Cost.tokens(10, 10);
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final TestPool test = new TestPool("rpd=3,day-zone=America/Los_Angeles");

    @Test
    void nothingComesBackBeforeMidnight() {
        useUp();
        test.clock.advance(untilMidnight().minusSeconds(1));
        assertTrue(test.pool.tryAcquire(COST).isEmpty());
        assertEquals(0, requests().level());
    }

    @Test
    void allIsThereASecondAfterMidnight() {
        useUp();
        CompletableFuture<Reservation> waits = test.ask(COST);
        assertEquals("requests", test.pool.why().binding());
        Duration midnight = untilMidnight();
        assertEquals(Optional.of(midnight.plusSeconds(1)), test.pool.why().startsIn());
        test.clock.advance(midnight.plusMillis(999));
        assertFalse(waits.isDone(), "the provider's clock may be behind ours");
        test.clock.advance(Duration.ofMillis(1));
        assertTrue(waits.isDone());
        assertEquals(2, requests().level());
    }

    @Test
    void callsInFlightAtMidnightAreCountedInTheNewDay() {
        test.clock.advance(untilMidnight().minusSeconds(5));
        Reservation late = test.take(COST);
        test.take(COST).settle(Usage.tokens(1, 1));
        test.clock.advance(untilMidnight().plusSeconds(1));
        assertEquals(2, requests().level());
        late.settle(Usage.tokens(1, 1));
        assertEquals(2, requests().level());
    }

    @Test
    void everyDayIsWholeAgain() {
        for (int day = 0; day < 400; day++) {
            useUp();
            assertTrue(test.pool.tryAcquire(COST).isEmpty());
            test.clock.advance(untilMidnight().plusSeconds(1));
            test.clock.advance(Duration.ofHours(day % 24));
        }
    }

    @Test
    void aDayOfTwentyThreeHoursIsOne() {
        // The night of 2026-03-08 has no two o'clock there.
        ZonedDateTime evening = LocalDateTime.parse("2026-03-07T20:00:00").atZone(PACIFIC);
        test.clock.advance(Duration.between(test.clock.instant(), evening.toInstant()));
        useUp();
        Duration left = untilMidnight();
        test.clock.advance(left.plusSeconds(1));
        useUp();
        assertEquals(Duration.ofHours(23).minusSeconds(1), untilMidnight());
    }

    @Test
    void aRestartOnTheSameDayFindsTheSameLevel() {
        useUp();
        PoolState saved = PoolState.parse(test.pool.state().toText());
        test.clock.advance(untilMidnight().minusSeconds(1));
        assertEquals(0, restored(saved));
        test.clock.advance(Duration.ofSeconds(2));
        assertEquals(3, restored(saved));
    }

    @Test
    void aClockThatIsSetBackBringsNoSecondDay() {
        CalendarDay day = new CalendarDay(ZoneId.of("UTC"), 0);
        Instant noon = Instant.parse("2026-11-28T12:00:00Z");
        assertTrue(day.begins(noon, 0));
        assertTrue(day.begins(noon.plus(Duration.ofDays(1)), 1));
        assertFalse(day.begins(noon, 2));
        assertFalse(day.begins(noon.plus(Duration.ofHours(30)), 3));
        assertTrue(day.begins(noon.plus(Duration.ofHours(37)), 4));
    }

    private double restored(PoolState saved) {
        Pool pool = Pool.builder("again")
                .clock(test.clock)
                .limits(Limits.parse("rpd=3,day-zone=America/Los_Angeles"))
                .restore(saved)
                .build();
        return pool.snapshot().meters().get(0).level();
    }

    private void useUp() {
        for (int call = 0; call < 3; call++) {
            test.await(COST).settle(Usage.tokens(1, 1));
        }
    }

    private Snapshot.MeterSnapshot requests() {
        return test.meter(Dimension.REQUESTS);
    }

    private Duration untilMidnight() {
        Instant now = test.clock.instant();
        Instant next = now.atZone(PACIFIC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(PACIFIC)
                .toInstant();
        return Duration.between(now, next);
    }
}
