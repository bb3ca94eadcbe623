package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A quota that is used up, and nothing says until when: a limit by the calendar day knows.
 *
 * <p>Planted faults that it catches: a stop for good although midnight is known; the first of two midnights; an end that does
 * not move with the wall clock; a stop until tomorrow for a quota of yesterday;
 * a stop for each answer.
 */
class UsedUpDayTest {

    private static final Cost COST = Cost.tokens(10, 10);
    private static final Instant UTC = Instant.parse("2026-01-03T00:00:01Z");
    private static final Instant TOKYO = Instant.parse("2026-01-02T15:00:01Z");

    private final TestPool test = new TestPool("rpd=100,day-zone=UTC");

    @Test
    void theStopEndsAtMidnight() {
        Outcome outcome = usedUp();
        assertEquals(Outcome.Kind.HELD, outcome.kind());
        String reason = "quota exhausted: daily (until " + UTC + ", when a limit by the day is whole again)";
        assertEquals(reason, outcome.reason());
        assertEquals(reason, stopped());
        assertEquals(Optional.of(left(UTC)), test.pool.why().startsIn());
        assertTrue(test.ask(COST).isCompletedExceptionally());
        test.clock.advance(left(UTC).minusNanos(1));
        assertEquals(reason, stopped());
        test.clock.advance(Duration.ofNanos(1));
        assertEquals("", stopped());
        test.take(COST).settle(Usage.tokens(10, 10));
    }

    @Test
    void theNextDayIsUsedUpAnew() {
        usedUp();
        test.clock.advance(left(UTC).plusHours(5));
        usedUp();
        assertEquals(Optional.of(left(UTC).plusDays(1)), test.pool.why().startsIn());
    }

    @Test
    void manyCallsStopItOnce() {
        ShakyClock clock = new ShakyClock();
        clock.shakesNanos = 2_000_000;
        Pool pool = test.builder
                .clock(clock)
                .limits(Limits.parse("rpd=100,day-zone=UTC"))
                .build();
        List<Reservation> flying = new ArrayList<>();
        for (int call = 0; call < 20; call++) {
            flying.add(pool.tryAcquire(COST).orElseThrow());
        }
        flying.forEach(one -> one.settle(daily().build()));
        assertEquals(1, test.events(Event.Stopped.class).size());
    }

    @Test
    void theLastOfSeveralMidnightsCounts() {
        assertEquals(
                TOKYO,
                endOf(test.builder
                        .limits(Limits.parse("rpd=100,day-zone=Asia/Tokyo"))
                        .build()));
        Pool pool = test.builder
                .limits(Limits.of(quota(Dimension.REQUESTS, "Asia/Tokyo"), quota(Dimension.TOTAL_TOKENS, "UTC")))
                .build();
        assertEquals(UTC, endOf(pool));
    }

    private Instant endOf(Pool pool) {
        pool.tryAcquire(COST).orElseThrow().settle(daily().build());
        return test.clock.instant().plus(pool.why().startsIn().orElseThrow());
    }

    private static Quota quota(Dimension dimension, String zone) {
        return Quota.perCalendarDay(dimension, 100_000, ZoneId.of(zone));
    }

    @Test
    void aTimeThatIsToldCounts() {
        test.take(COST).settle(daily().retryAfter(Duration.ofMinutes(3)).build());
        test.clock.advance(Duration.ofMinutes(3));
        assertEquals("", stopped());
        Instant later = UTC.plus(Duration.ofDays(9));
        assertEquals(
                "quota exhausted: daily (until " + later + ")",
                test.take(COST).settle(daily().until(later).build()).reason());
    }

    @Test
    void theEndMovesWithTheWallClock() {
        usedUp();
        test.clock.jumpWall(Duration.ofHours(8));
        assertEquals(Optional.of(left(UTC)), test.pool.why().startsIn());
        test.clock.jumpWall(Duration.ofHours(-20));
        assertEquals(Optional.of(left(UTC)), test.pool.why().startsIn());
        test.clock.jumpWall(Duration.ofHours(40));
        assertEquals("", stopped());
        assertTrue(test.pool.stopped().isEmpty());
    }

    @Test
    void yesterdaysQuotaDoesNotStopToday() {
        test.clock.advance(left(UTC).minusSeconds(2));
        Reservation late = test.take(COST);
        test.clock.advance(Duration.ofSeconds(5));
        Outcome outcome = late.settle(daily().build());
        assertEquals(Outcome.Kind.THROTTLED, outcome.kind());
        assertEquals(Duration.ZERO, outcome.delay());
        assertEquals("", stopped());
        assertTrue(test.events(Event.Stopped.class).isEmpty());
    }

    private Outcome usedUp() {
        return test.take(COST).settle(daily().build());
    }

    private static Signal.Builder daily() {
        return Signal.builder(Verdict.QUOTA_EXHAUSTED).message("daily");
    }

    private String stopped() {
        return test.pool.snapshot().stopped();
    }

    private Duration left(Instant until) {
        return Duration.between(test.clock.instant(), until);
    }
}
