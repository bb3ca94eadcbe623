package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What calls around a midnight do to the level of the new day, against a provider that counts a call on the day of its
 * arrival: when all have ended, the level is the provider's, less at the most what calls were charged that it counted
 * yesterday and that ended later than two seconds before the day began here.
 *
 * <p>Planted faults that it catches: a late answer of yesterday that changes today, in either direction; a late answer to a
 * call that was counted today and changes nothing; of what was in flight and what has ended only the larger counted; a
 * provider whose clock is ahead; a header of yesterday that raises today.
 */
class DayTurnTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-01-03T00:00:00Z");
    private static final int LIVES = 120;
    private static final long LIMIT = 100_000;
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration UNSURE = Duration.ofMillis(2_050);

    private final TestPool test = new TestPool("tpd=100k,day-zone=UTC");

    @Test
    void aLateAnswerOfYesterdayChangesNothingToday() {
        for (long used : new long[] {10, 9_000}) {
            DayTurnTest one = new DayTurnTest();
            one.at(Duration.ofMinutes(-20));
            Reservation late = one.test.take(Cost.tokens(400, 100));
            one.at(Duration.ofMinutes(5));
            one.test.take(Cost.tokens(20_000, 0)).settle(Usage.tokens(20_000, 0));
            late.settle(Usage.tokens(used, 0));
            assertEquals(80_000, one.level());
        }
    }

    @Test
    void aLateAnswerToACallThatWasCountedTodayDoes() {
        Duration open = Duration.ofMinutes(10);
        Duration expiredSinceMidnight = Duration.ofMinutes(15).minusMillis(500);
        for (Duration sentBefore : List.of(open, expiredSinceMidnight)) {
            correctsToday(sentBefore, 10);
            correctsToday(sentBefore, 9_000);
        }
    }

    private static void correctsToday(Duration sentBefore, long used) {
        DayTurnTest one = new DayTurnTest();
        one.at(sentBefore.negated());
        Reservation late = one.test.take(Cost.tokens(400, 100));
        one.at(Duration.ofMinutes(1));
        assertEquals(99_500, one.level());
        one.at(Duration.ofMinutes(10));
        late.settle(Usage.tokens(used, 0));
        assertEquals(LIMIT - used, one.level());
    }

    @Test
    void whatWasInFlightAndWhatHasEndedBothCount() {
        at(Duration.ofSeconds(-30));
        Reservation long1 = test.take(Cost.tokens(5_000, 0));
        at(Duration.ofMillis(100));
        test.take(Cost.tokens(4_000, 0)).settle(Usage.tokens(4_000, 0));
        at(Duration.ofSeconds(2));
        assertEquals(LIMIT - 9_000, level());
        long1.settle(Usage.tokens(10, 0));
        assertEquals(LIMIT - 4_010, level());
    }

    @Test
    void aHeaderOfYesterdayDoesNotRaiseToday() {
        at(Duration.ofSeconds(-5));
        Reservation late = test.take(Cost.tokens(100, 0));
        at(Duration.ofSeconds(10));
        test.take(Cost.tokens(100, 0)).settle(shows(1_000));
        assertEquals(1_000, level());
        late.settle(shows(60_000));
        assertEquals(1_000, level());
        at(Duration.ofSeconds(20));
        test.take(Cost.tokens(100, 0)).settle(shows(2_000));
        assertEquals(2_000, level(), "one of today does");
    }

    private static Signal shows(long remaining) {
        return Signal.builder(Verdict.SUCCEEDED)
                .usage(Usage.tokens(100, 0))
                .reading(new LimitReading(
                        Dimension.TOTAL_TOKENS, Duration.ofDays(1), LIMIT, remaining, 0, Optional.empty()))
                .build();
    }

    /** A call as the provider saw it. */
    private static final class Flown {
        long held;
        long charged;
        boolean today;
        Instant ended = Instant.MIN;
    }

    @Test
    void afterMidnightTheLevelIsTheProvidersOrSafelyBelow() {
        int exact = 0;
        for (int life = 0; life < LIVES; life++) {
            Life one = new Life(life);
            one.fly();
            long shown = LIMIT;
            long unsure = 0;
            for (Flown call : one.flown) {
                shown -= call.today ? call.charged : 0;
                boolean open = call.ended.isAfter(MIDNIGHT.plusSeconds(1).minus(UNSURE));
                unsure += !call.today && open ? Math.max(call.held, call.charged) : 0;
            }
            long level = (long) one.pool.snapshot().meters().get(0).level();
            String seen = "life " + life + ": " + level + " of " + shown + ", unsure " + unsure;
            assertTrue(level <= shown, seen);
            assertTrue(level >= shown - unsure, seen);
            exact += level == shown ? 1 : 0;
        }
        assertTrue(exact >= LIVES / 3 && exact <= LIVES / 2, exact + " exact");
    }

    /** Calls of twenty seconds before midnight and twenty after, of which every third life sends none around it. */
    private static final class Life {
        final TestPool test = new TestPool("");
        final Pool pool = test.builder
                .limits(Limits.parse("tpd=100k,day-zone=UTC"))
                .reservationLease(LEASE)
                .build();
        final List<Flown> flown = new ArrayList<>();
        final Random random;
        final Instant providersMidnight;
        final int millisMax;
        final boolean quiet;

        Life(int number) {
            random = new Random(number);
            providersMidnight = MIDNIGHT.plusMillis(random.nextInt(2_001) - 1_000);
            millisMax = random.nextInt(3) == 0 ? 200 : 9_000;
            quiet = number % 3 == 0;
        }

        void fly() {
            test.clock.advance(Duration.between(now(), MIDNIGHT.minusSeconds(20)));
            while (now().isBefore(MIDNIGHT.plusSeconds(20))) {
                test.clock.advance(Duration.ofMillis(1 + random.nextInt(500)));
                boolean around = now().isAfter(MIDNIGHT.minusSeconds(13)) && now().isBefore(MIDNIGHT.plusSeconds(2));
                if (!(quiet && around)) {
                    send(1 + random.nextInt(300));
                }
            }
            test.clock.advance(Duration.ofSeconds(20));
            assertEquals(0, pool.snapshot().inFlight());
        }

        private void send(long tokens) {
            Reservation held = pool.tryAcquire(Cost.tokens(tokens, 0)).orElseThrow();
            Flown call = new Flown();
            call.held = tokens;
            call.charged = random.nextInt((int) (3 * tokens));
            call.today = !now().plusMillis(random.nextInt(50)).isBefore(providersMidnight);
            Duration takes = Duration.ofMillis(50 + random.nextInt(millisMax));
            call.ended = now().plus(takes.compareTo(LEASE) < 0 ? takes : LEASE);
            test.clock.schedule(takes, () -> held.settle(Usage.tokens(call.charged, 0)));
            flown.add(call);
        }

        private Instant now() {
            return test.clock.instant();
        }
    }

    private double level() {
        return test.level(Dimension.TOTAL_TOKENS);
    }

    /** Moves to so long after midnight. */
    private void at(Duration afterMidnight) {
        test.clock.advance(Duration.between(test.clock.instant(), MIDNIGHT.plus(afterMidnight)));
    }
}
