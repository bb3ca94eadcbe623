package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One of four processes that share a key keeps to its quarter, whatever headers show of the whole.
 *
 * <p>Planted faults that it catches: a header of the whole limit taken for ours; a level raised to what is left to all four.
 */
class ShareTest {

    private static final int FOUR = 4;
    private static final Books.Sent AT_START = new Books.Sent(0, 0, 0);

    private static LimitReading reading(long remaining) {
        return new LimitReading(Dimension.REQUESTS, Duration.ofMinutes(1), 1_200, remaining, 0, Optional.empty());
    }

    private static Meter meter() {
        return Meter.of(Quota.perMinute(Dimension.REQUESTS, 300).withBurst(Duration.ofSeconds(4)), FOUR, false, 0);
    }

    @Test
    void aLimitLearnedFromAHeaderIsAQuarterOfIt() {
        assertEquals(300, Meter.learned(reading(1_200), FOUR, false, 0).amount());
    }

    @Test
    void whatIsLeftToAllRaisesNothing() {
        Meter meter = meter();
        meter.reserve(20 * Rate.MICROS_PER_PERMIT, 0, 0);
        long level = meter.level().micros(0);
        meter.fuse(reading(1_200), AT_START, 0, 0);
        assertEquals(level, meter.level().micros(0));
        assertEquals(300, meter.amount());
        assertTrue(meter.given().differing().isEmpty(), "a quarter of 1,200 is what was given");
    }

    @Test
    void norDoesItWhereNothingWasGiven() {
        Meter meter = Meter.learned(reading(1_200), FOUR, false, 0);
        long aSecond = 5 * Rate.MICROS_PER_PERMIT;
        assertEquals(aSecond, meter.capacity().micros());
        meter.reserve(aSecond, 0, 0);
        meter.fuse(reading(1_200), AT_START, 0, 0);
        assertEquals(aSecond, meter.capacity().micros());
        assertEquals(0, meter.level().micros(0));
    }

    @Test
    void whatIsLeftToNobodyLowersOurs() {
        Meter meter = meter();
        meter.fuse(reading(0), AT_START, 0, 0);
        assertEquals(0, meter.level().micros(0));
    }

    private static Pool pool(Limits limits, ManualClock clock) {
        return Pool.builder("shared").clock(clock).limits(limits).build();
    }

    private static Limits tokens(long amount) {
        return Limits.of(Quota.perMinute(Dimension.INPUT_TOKENS, amount).withBurst(Duration.ofSeconds(60)));
    }

    @Test
    void aCallLargerThanThePartWaitsForItAndIsNotRefused() {
        ManualClock clock = new ManualClock();
        Pool pool = pool(tokens(40_000).sharedBy(FOUR), clock);
        clock.advance(Duration.ofSeconds(1));
        assertTrue(pool.tryAcquire(Cost.tokens(12_000, 0)).isPresent(), "12,000 is less than the key's 40,000");
        assertThrows(ImpossibleException.class, () -> pool.acquire(Cost.tokens(200_000, 0)));
    }

    @Test
    void aSavedStateIsDividedAnew() {
        ManualClock clock = new ManualClock();
        Pool alone = pool(tokens(40_000), clock);
        Pool quarter = Pool.builder("shared")
                .clock(clock)
                .limits(Limits.unknown().sharedBy(FOUR))
                .restore(alone.state())
                .build();
        assertEquals(10_000, quarter.snapshot().meters().get(0).limit());
        Pool aloneAgain =
                Pool.builder("shared").clock(clock).restore(quarter.state()).build();
        assertEquals(40_000, aloneAgain.snapshot().meters().get(0).limit());
    }
}
