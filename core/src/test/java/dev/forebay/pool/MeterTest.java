package dev.forebay.pool;

import static dev.forebay.pool.TestPool.reading;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * One limit: what it learns from headers and 429s, and what it keeps as a floor.
 *
 * <p>Planted faults that it catches: a refused call taken for one that the header has seen; a capacity learned from a value
 * that shows nothing; a limit that a user chose, raised by a header; a floor that stale 429s
 * widen, or that calls leave behind; a floor that is forgotten where the permits of the call alone are there.
 */
class MeterTest {

    private static final Cost COST = Cost.tokens(400, 10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now;

    @Test
    void aHeaderOfARefusedCallHasNotSeenIt() {
        TestPool test = new TestPool("rpm=6000,itpm=60k,burst=60s");
        test.take(COST).settle(refused(reading(Dimension.INPUT_TOKENS, 60_000, 300, 0)));
        assertEquals(300, test.level(Dimension.INPUT_TOKENS), "what it shows, without the call given back on top");
    }

    @Test
    void aHeaderShowsTheChargeAndNotTheEstimate() {
        TestPool test = new TestPool("rpm=6000,itpm=60k,burst=60s");
        test.take(Cost.tokens(10_000, 10)).settle(answered(900, reading(Dimension.INPUT_TOKENS, 60_000, 5_000, 0)));
        assertEquals(5_000, test.level(Dimension.INPUT_TOKENS));
    }

    @Test
    void aHeaderGivesBackWhatWeDidNotKnowOf() {
        TestPool test = new TestPool("itpm=60k,burst=60s");
        test.take(Cost.tokens(50_000, 10)).close();
        Reservation flying = test.await(COST);
        Reservation seen = test.await(COST);
        double before = test.level(Dimension.INPUT_TOKENS);
        seen.settle(answered(400, reading(Dimension.INPUT_TOKENS, 60_000, 59_000, 500)));
        assertTrue(test.level(Dimension.INPUT_TOKENS) > before);
        assertEquals(59_000 - 500 - 400, test.level(Dimension.INPUT_TOKENS), "less rounding and the call in flight");
        flying.cancel();
    }

    @Test
    void theBurstIsLearnedFromWhatAnAnswerProves() {
        TestPool test = new TestPool("itpm=60k");
        assertEquals(1_000, test.meter(Dimension.INPUT_TOKENS).capacity(), "one second of refill, until more is known");
        test.take(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 60_000, 9_500, 0)));
        assertEquals(9_900, test.meter(Dimension.INPUT_TOKENS).capacity());
        test.clock.advance(SECOND);
        test.take(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 60_000, 0, 500)));
        test.clock.advance(Duration.ofMinutes(1));
        test.take(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 60_000, 1_000, 500)));
        assertEquals(9_900, test.meter(Dimension.INPUT_TOKENS).capacity(), "a zero, or a rounded one, proves nothing");
    }

    @Test
    void aLargeCallAfterWhichNothingIsLeftProvesNoBurst() {
        TestPool test = new TestPool("itpm=60k");
        test.await(Cost.tokens(20_000, 10)).settle(answered(20_000, reading(Dimension.INPUT_TOKENS, 60_000, 0, 0)));
        assertEquals(1_000, test.meter(Dimension.INPUT_TOKENS).capacity());
    }

    @Test
    void aRefusalProvesNoBurst() {
        TestPool test = new TestPool("itpm=60k");
        test.take(COST).settle(refused(reading(Dimension.INPUT_TOKENS, 60_000, 9_500, 0)));
        assertEquals(9_500, test.meter(Dimension.INPUT_TOKENS).capacity(), "its own cost is not to be added");
    }

    @Test
    void aLimitNobodyGaveIsLearnedAndFollowed() {
        TestPool test = new TestPool("");
        test.take(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 60_000, 9_600, 0)));
        assertEquals(10_000, test.meter(Dimension.INPUT_TOKENS).capacity());
        assertEquals(9_600, test.level(Dimension.INPUT_TOKENS));
        test.clock.advance(SECOND);
        test.take(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 30_000, 4_000, 0)));
        Snapshot.MeterSnapshot halved = test.meter(Dimension.INPUT_TOKENS);
        assertEquals(30_000, halved.limit());
        assertEquals(5_000, halved.capacity(), "the burst is a time");
        assertEquals(
                List.of(60_000L, 30_000L),
                test.events(Event.LimitLearned.class).stream()
                        .map(Event.LimitLearned::limit)
                        .toList());
    }

    @Test
    void aLimitThatSomebodyChoseIsNotRaised() {
        TestPool test = new TestPool("itpm=60k,burst=10s");
        for (int call = 0; call < 30; call++) {
            test.clock.advance(SECOND);
            test.pool
                    .tryAcquire(Cost.tokens(1_000, 10))
                    .ifPresent(
                            held -> held.settle(answered(1_000, reading(Dimension.INPUT_TOKENS, 600_000, 590_000, 0))));
        }
        Snapshot.MeterSnapshot meter = test.meter(Dimension.INPUT_TOKENS);
        assertEquals(60_000, meter.limit());
        assertEquals(10_000, meter.capacity());
        assertTrue(meter.usedLastMinute() <= 10_000 + 30_000);
        test.await(COST).settle(answered(400, reading(Dimension.INPUT_TOKENS, 30_000, 700, 0)));
        assertEquals(30_000, test.meter(Dimension.INPUT_TOKENS).limit(), "but lowered");
        assertEquals(5_000, test.meter(Dimension.INPUT_TOKENS).capacity());
    }

    @Test
    void whatIsChargedAtTheEndIsOnlyLowered() {
        TestPool test = new TestPool("otpm=12k,burst=10s");
        test.take(Cost.tokens(10, 1_500)).settle(Usage.tokens(10, 1_500));
        Reservation reservation = test.await(Cost.tokens(10, 100));
        double level = test.level(Dimension.OUTPUT_TOKENS);
        reservation.settle(Signal.builder(Verdict.SUCCEEDED)
                .usage(Usage.tokens(10, 100))
                .reading(reading(Dimension.OUTPUT_TOKENS, 12_000, 2_000, 0))
                .build());
        assertEquals(level, test.level(Dimension.OUTPUT_TOKENS));
    }

    @Test
    void aCallLargerThanTheBucketWaitsUntilItIsFullAndGoesAlone() {
        TestPool test = new TestPool("itpm=60k,burst=2s");
        test.take(COST).settle(Usage.tokens(400, 10));
        CompletableFuture<Reservation> large = test.ask(Cost.tokens(10_000, 10));
        CompletableFuture<Reservation> small = test.ask(COST);
        test.clock.advance(Duration.ofMillis(449));
        assertFalse(large.isDone());
        test.clock.advance(Duration.ofMillis(1));
        assertTrue(large.isDone(), "full, and 50 ms to be sure");
        assertEquals(-8_000, test.level(Dimension.INPUT_TOKENS));
        test.clock.advance(Duration.ofSeconds(8));
        assertFalse(small.isDone(), "the debt is waited out");
        test.clock.advance(Duration.ofSeconds(1));
        assertTrue(small.isDone());
    }

    @Test
    void theFloorCoversTheErrorsOfTheCallsInFlightAndNoMore() {
        Meter meter = Meter.of(
                Quota.perMinute(Dimension.INPUT_TOKENS, 60_000).withBurst(Duration.ofSeconds(30)), 1, false, 0);
        long narrow = floorMicros(meter);
        for (int call = 0; call < 9; call++) {
            meter.reserve(0, 10_000, now);
        }
        assertEquals(narrow + 4 * 300 * Rate.MICROS_PER_PERMIT, floorMicros(meter), "four sigmas of nine calls");
        for (int call = 0; call < 9; call++) {
            meter.close(new Books.Held(0, 10_000, now), 0, now);
        }
        assertEquals(narrow, floorMicros(meter));
    }

    @Test
    void onlyFresh429sWidenTheFloorAndSuccessesNarrowIt() {
        Meter meter = Meter.of(
                Quota.perMinute(Dimension.INPUT_TOKENS, 60_000).withBurst(Duration.ofSeconds(30)), 1, false, 0);
        long narrow = floorMicros(meter);
        assertEquals(50 * Rate.MICROS_PER_PERMIT, narrow, "the jitter of the way");
        for (int stale = 0; stale < 50; stale++) {
            meter.throttled(0, 0, now, false, now);
        }
        assertEquals(narrow, floorMicros(meter));
        meter.throttled(0, 0, now, true, now);
        assertEquals(narrow * 3 / 2, floorMicros(meter));
        for (int fresh = 0; fresh < 50; fresh++) {
            meter.throttled(0, 0, now, true, now);
        }
        assertEquals(narrow * 8, floorMicros(meter), "bounded");
        for (int success = 0; success < 3_000; success++) {
            meter.succeeded();
        }
        assertEquals(narrow, floorMicros(meter));
    }

    @Test
    void whereThereIsAmpleNobodyWaitsWhateverHasToBeKept() {
        Random random = new Random(61);
        int ample = 0;
        int kept = 0;
        for (int round = 0; round < 20_000; round++) {
            Meter meter = Meter.of(
                    Quota.perMinute(Dimension.INPUT_TOKENS, 60_000).withBurst(Duration.ofSeconds(10)), 1, false, now);
            for (int fresh = random.nextInt(4); fresh > 0; fresh--) {
                meter.throttled(0, 0, now, true, now);
            }
            now += Duration.ofHours(1).toNanos();
            meter.reserve((long) (random.nextDouble() * meter.capacity().micros()), random.nextInt(1_000_000), now);
            long cost = (long) (random.nextDouble() * meter.capacity().micros());
            boolean waits = meter.earliest(cost, random.nextInt(1_000_000), now) > now;
            ample += meter.isAmple(cost) ? 1 : 0;
            kept += waits && meter.level().holds(cost) ? 1 : 0;
            assertFalse(waits && meter.isAmple(cost));
        }
        assertTrue(ample > 1_000 && kept > 1_000, ample + " ample, " + kept + " that waited for the floor alone");
    }

    /** What must be there for a call that costs nothing: found by the time at which an empty bucket lets it pass. */
    private long floorMicros(Meter meter) {
        now += Duration.ofHours(1).toNanos();
        meter.reserve(meter.capacity().micros(), 0, now);
        long nanos = meter.earliest(0, 0, now) - now;
        meter.close(new Books.Held(meter.capacity().micros(), 0, now), 0, now);
        return nanos;
    }

    private static Signal answered(long input, LimitReading reading) {
        return Signal.builder(Verdict.SUCCEEDED)
                .usage(Usage.tokens(input, 10))
                .reading(reading)
                .build();
    }

    private static Signal refused(LimitReading reading) {
        return Signal.builder(Verdict.THROTTLED_CONCURRENCY).reading(reading).build();
    }
}
