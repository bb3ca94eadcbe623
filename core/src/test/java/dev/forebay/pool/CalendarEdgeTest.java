package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Limits that are whole again at midnight, at their edges.
 *
 * <p>Planted faults that it catches: a call larger than a day waits for more than a day ever holds; a header of yesterday
 * counts for today; a line longer than a day is told the next midnight.
 */
class CalendarEdgeTest {

    private static final Cost COST = Cost.tokens(10, 10);

    @Test
    void aCallLargerThanADayStartsWithAWholeDay() {
        TestPool test = new TestPool("tpd=1000,day-zone=UTC");
        test.take(Cost.tokens(100, 10)).settle(Usage.tokens(100, 10));
        CompletableFuture<Reservation> large = test.ask(Cost.tokens(900, 200));
        assertFalse(large.isDone());
        test.clock.advance(untilMidnight(test).plusSeconds(1));
        assertTrue(large.isDone(), () -> "" + test.pool.why());
    }

    @Test
    void aCallOfUnsureSizeStartsWithAWholeDay() {
        TestPool test = new TestPool("tpd=1000,day-zone=UTC");
        CompletableFuture<Reservation> large =
                test.ask(Cost.of("x".repeat(2_000)).maxOutputTokens(900));
        test.clock.advance(untilMidnight(test).plusSeconds(1));
        assertTrue(large.isDone(), () -> "" + test.pool.why());
    }

    @Test
    void aHeaderOfYesterdayDoesNotEmptyToday() {
        for (String share : List.of("", ",share=1/2")) {
            TestPool test = new TestPool("rpd=200,day-zone=UTC" + share);
            test.clock.advance(untilMidnight(test).minusSeconds(1));
            Reservation late = test.take(COST);
            test.clock.advance(Duration.ofSeconds(5));
            late.settle(Signal.builder(Verdict.SUCCEEDED)
                    .usage(Usage.tokens(10, 10))
                    .reading(byTheDay(200, 0))
                    .build());
            assertEquals(share.isEmpty() ? 199 : 99, test.level(Dimension.REQUESTS));
        }
    }

    @Test
    void aHeaderOfYesterdayThatComesBeforeTheAnswerDoesNotEither() {
        TestPool test = new TestPool("rpd=200,day-zone=UTC");
        test.clock.advance(untilMidnight(test).minusSeconds(1));
        Reservation late = test.take(COST);
        test.clock.advance(Duration.ofSeconds(5));
        late.observe(List.of(byTheDay(200, 0)));
        assertEquals(199, test.level(Dimension.REQUESTS));
    }

    @Test
    void aHeaderOfTodayCounts() {
        TestPool test = new TestPool("rpd=200,day-zone=UTC");
        test.take(COST)
                .settle(Signal.builder(Verdict.SUCCEEDED)
                        .usage(Usage.tokens(10, 10))
                        .reading(byTheDay(200, 7))
                        .build());
        assertEquals(7, test.level(Dimension.REQUESTS));
    }

    @Test
    void aThrottleOfAMinuteDoesNotEmptyTheDay() {
        TestPool test = new TestPool("rpd=200,day-zone=UTC");
        test.take(COST)
                .settle(Signal.builder(Verdict.THROTTLED_RATE)
                        .dimension(Dimension.REQUESTS)
                        .retryAfter(Duration.ofSeconds(1))
                        .build());
        assertEquals(200, test.level(Dimension.REQUESTS));
    }

    @Test
    void aLineOfSeveralDaysIsToldSo() {
        TestPool test = new TestPool("rpd=3,day-zone=UTC");
        for (int call = 0; call < 3; call++) {
            test.await(COST).settle(Usage.tokens(10, 10));
        }
        Duration midnight = untilMidnight(test).plusSeconds(1);
        assertEquals(midnight, test.pool.outlook(Request.of(COST)).startsIn());
        for (int call = 0; call < 6; call++) {
            test.ask(COST);
        }
        assertEquals(midnight.plusDays(2), test.pool.outlook(Request.of(COST)).startsIn());
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> test.pool
                        .acquireAsync(Request.of(COST).startWithin(midnight.plusHours(1)))
                        .join());
        assertTrue(refused.getCause() instanceof DeadlineException, refused::toString);
    }

    @Test
    void whatTheProvidersNewDayHasSeenBeforeOursIsTakenOff() {
        TestPool test = new TestPool("rpd=100,day-zone=UTC");
        test.clock.advance(untilMidnight(test).plusMillis(100));
        for (int call = 0; call < 30; call++) {
            test.take(COST).settle(Usage.tokens(10, 10));
        }
        test.clock.advance(Duration.ofSeconds(20));
        assertEquals(70, test.meter(Dimension.REQUESTS).level());
    }

    private static LimitReading byTheDay(long limit, long remaining) {
        return new LimitReading(Dimension.REQUESTS, Duration.ofDays(1), limit, remaining, 0, Optional.empty());
    }

    private static Duration untilMidnight(TestPool test) {
        Instant now = test.clock.instant();
        return Duration.between(
                now,
                now.atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }
}
