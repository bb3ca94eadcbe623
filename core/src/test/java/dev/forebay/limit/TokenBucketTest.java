package dev.forebay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Invariants T9 (the instant in a refusal is exact, a refusal changes nothing) and T10 (any number of polls refills what one
 * does) of the bucket, from origins of time on both sides of the overflow of {@code long}.
 *
 * <p>Planted faults that it catches: the carry dropped at a poll; {@code nanosAtLevel} without the carry, a nanosecond late;
 * times compared by {@code <} instead of subtracted; the level cut at zero when a cost exceeds it.
 */
class TokenBucketTest {

    private static final long[] ORIGINS = {0, -1, Long.MAX_VALUE - 1_000, Long.MIN_VALUE, 123_456_789};

    @Test
    void manyPollsRefillWhatOneDoes() {
        Random random = new Random(21);
        for (int round = 0; round < 2_000; round++) {
            TokenBucket bucket = bucket(random);
            long start = bucket.atNanos();
            long span = (long) (random.nextDouble() * Duration.ofMinutes(3).toNanos());
            long atOnce = bucket.levelMicrosAt(start + span);
            for (int poll = 0; poll < 50; poll++) {
                bucket.refill(start + (long) (span * random.nextDouble() * poll / 50));
            }
            bucket.refill(start + span);
            assertEquals(atOnce, bucket.levelMicros());
            assertTrue(bucket.levelMicros() <= bucket.capacityMicros());
        }
    }

    @Test
    void aThousandPollsASecondLoseNothing() {
        TokenBucket bucket = TokenBucket.holding(-10_000_000, 1_000_000_000, Rate.of(7, Duration.ofMinutes(1)), 5);
        for (int poll = 1; poll <= 600_000; poll++) {
            bucket.refill(5 + poll * 1_000_000L);
        }
        assertEquals(-10_000_000 + 70 * Rate.MICROS_PER_PERMIT, bucket.levelMicros());
    }

    @Test
    void sevenAtOnceIsOneSevenTimes() {
        Rate rate = Rate.of(60, Duration.ofMinutes(1));
        TokenBucket one = TokenBucket.holding(5_000_000, 9_000_000, rate, 0);
        TokenBucket seven = TokenBucket.holding(5_000_000, 9_000_000, rate, 0);
        for (int taken = 0; taken < 7; taken++) {
            one.take(1_000_000);
        }
        seven.take(7_000_000);
        assertEquals(-2_000_000, one.levelMicros(), "debt is kept, not forgiven");
        assertEquals(-2_000_000, seven.levelMicros());
    }

    @Test
    void theInstantOfARefusalIsExact() {
        Random random = new Random(22);
        int refusals = 0;
        for (int round = 0; round < 20_000; round++) {
            TokenBucket bucket = bucket(random);
            long cost = 1 + (long) (bucket.capacityMicros() * 1.3 * random.nextDouble());
            long now = bucket.atNanos() + random.nextInt(1_000_000_000);
            long need = Math.min(cost, bucket.capacityMicros());
            bucket.refill(now);
            if (bucket.levelMicros() < need) {
                refusals++;
                long at = bucket.nanosAtLevel(cost);
                assertTrue(at - now > 0);
                assertTrue(bucket.levelMicrosAt(at - 1) < need, "a nanosecond before, it is not there");
                assertTrue(bucket.levelMicrosAt(at) >= need, "and then it is");
            }
        }
        assertTrue(refusals > 3_000, "only " + refusals + " refusals: the test saw little");
    }

    @Test
    void aCostAboveTheCapacityWaitsForAFullBucketAndOwesTheRest() {
        TokenBucket bucket = TokenBucket.holding(1_000_000, 2_000_000, Rate.of(60, Duration.ofMinutes(1)), 0);
        assertEquals(1_000_000_000, bucket.nanosAtLevel(5_000_000), "full is all that it can be");
        bucket.refill(1_000_000_000);
        bucket.take(5_000_000);
        assertEquals(-3_000_000, bucket.levelMicros());
    }

    @Test
    void anEarlierTimeChangesNothing() {
        TokenBucket bucket = TokenBucket.holding(1, 2_000_000, Rate.of(60, Duration.ofMinutes(1)), 1_000);
        assertEquals(1, bucket.levelMicrosAt(999));
        bucket.refill(999);
        bucket.refill(1_000);
        assertEquals(1, bucket.levelMicros());
        assertEquals(1_000, bucket.atNanos());
        assertEquals(1_000_001, bucket.levelMicrosAt(1_000_001_000));
        assertEquals(1, bucket.levelMicros(), "a look changes nothing");
    }

    @Test
    void extremesDoNotWrapAround() {
        Rate fastest = Rate.of(Quota.AMOUNT_MAX, Duration.ofSeconds(1));
        TokenBucket deep = TokenBucket.holding(-1_000_000_000_000_000_000L, 10_000_000_000_000_000L, fastest, 7);
        assertTrue(deep.refill(Long.MIN_VALUE + 6), "it is full");
        assertEquals(deep.capacityMicros(), deep.levelMicros());
        TokenBucket slowest = TokenBucket.holding(
                -10_000_000_000_000_000L, 1_000_000, Rate.of(1, Duration.ofDays(31)), Long.MAX_VALUE - 3);
        long wait = slowest.nanosAtLevel(1_000_000) - slowest.atNanos();
        assertEquals(Long.MAX_VALUE, wait, "for ever, and still in the future");
    }

    @Test
    void anotherRateOrCapacityCountsFromNowOn() {
        TokenBucket bucket = TokenBucket.holding(5_000_000, 9_000_000, Rate.of(60, Duration.ofMinutes(1)), 0);
        bucket.rate(Rate.of(120, Duration.ofMinutes(1)));
        assertEquals(7_000_000, bucket.levelMicrosAt(1_000_000_000));
        bucket.capacity(3_000_000);
        assertEquals(3_000_000, bucket.levelMicros());
        bucket.capacity(30_000_000);
        assertEquals(3_000_000, bucket.levelMicros());
        bucket.level(40_000_000);
        assertEquals(30_000_000, bucket.levelMicros());
    }

    @Test
    void theSameRateAgainLosesNoCarry() {
        Rate seven = Rate.of(7, Duration.ofMinutes(1));
        TokenBucket bucket = TokenBucket.holding(0, 9_000_000, seven, 0);
        for (int poll = 1; poll <= 60_000; poll++) {
            bucket.refill(poll * 1_000_000L);
            bucket.rate(Rate.of(7, Duration.ofMinutes(1)));
        }
        assertEquals(7_000_000, bucket.levelMicros());
    }

    @Test
    void refusesWhatIsNoBucket() {
        Rate rate = Rate.of(60, Duration.ofMinutes(1));
        TokenBucket bucket = TokenBucket.holding(0, 1, rate, 0);
        assertThrows(IllegalArgumentException.class, () -> TokenBucket.holding(0, 0, rate, 0));
        assertThrows(IllegalArgumentException.class, () -> bucket.capacity(0));
    }

    private static TokenBucket bucket(Random random) {
        Rate rate = Rate.of(1 + random.nextInt(1_000_000), Duration.ofSeconds(1 + random.nextInt(120)));
        long capacity = TokenBucket.capacityOf(rate, Duration.ofMillis(1 + random.nextInt(100_000)));
        long level = (long) (capacity * (random.nextDouble() * 2 - 1));
        return TokenBucket.holding(level, capacity, rate, ORIGINS[random.nextInt(ORIGINS.length)]);
    }
}
