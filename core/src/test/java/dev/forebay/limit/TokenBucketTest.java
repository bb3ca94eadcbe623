package dev.forebay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
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
            TokenBucket start = bucket(random);
            long span = (long) (random.nextDouble() * Duration.ofMinutes(3).toNanos());
            TokenBucket polled = start;
            for (int poll = 0; poll < 50; poll++) {
                polled = polled.at(start.atNanos() + (long) (span * random.nextDouble() * poll / 50));
            }
            TokenBucket end = polled.at(start.atNanos() + span);
            assertEquals(start.at(start.atNanos() + span).levelMicros(), end.levelMicros());
            assertTrue(end.levelMicros() <= end.capacityMicros());
        }
    }

    @Test
    void aThousandPollsASecondLoseNothing() {
        TokenBucket bucket = TokenBucket.holding(-10_000_000, 1_000_000_000, Rate.of(7, Duration.ofMinutes(1)), 5);
        for (int poll = 1; poll <= 600_000; poll++) {
            bucket = bucket.at(5 + poll * 1_000_000L);
        }
        assertEquals(-10_000_000 + 70 * Rate.MICROS_PER_PERMIT, bucket.levelMicros());
    }

    @Test
    void sevenAtOnceIsOneSevenTimes() {
        TokenBucket bucket = TokenBucket.holding(5_000_000, 9_000_000, Rate.of(60, Duration.ofMinutes(1)), 0);
        TokenBucket one = bucket;
        for (int taken = 0; taken < 7; taken++) {
            one = one.minus(1_000_000);
        }
        assertEquals(bucket.minus(7_000_000), one);
        assertEquals(-2_000_000, one.levelMicros(), "debt is kept, not forgiven");
    }

    @Test
    void theInstantOfARefusalIsExact() {
        Random random = new Random(22);
        int refusals = 0;
        for (int round = 0; round < 20_000; round++) {
            TokenBucket bucket = bucket(random);
            long cost = 1 + (long) (bucket.capacityMicros() * 1.3 * random.nextDouble());
            long now = bucket.atNanos() + random.nextInt(1_000_000_000);
            TokenBucket.Step step = bucket.step(now, cost, cost, "test");
            if (step.decision() instanceof Decision.NotUntil refused) {
                refusals++;
                assertTrue(refused.nanos() - now > 0);
                assertInstanceOf(
                        Decision.NotUntil.class,
                        bucket.step(refused.nanos() - 1, cost, cost, "test").decision());
                assertSame(
                        Decision.Granted.INSTANCE,
                        bucket.step(refused.nanos(), cost, cost, "test").decision());
                assertEquals(bucket.at(now), step.bucket(), "a refusal takes nothing");
            } else {
                assertEquals(bucket.at(now).levelMicros() - cost, step.bucket().levelMicros());
            }
        }
        assertTrue(refusals > 3_000, "only " + refusals + " refusals: the test saw little");
    }

    @Test
    void aCostAboveTheCapacityWaitsForAFullBucketAndOwesTheRest() {
        TokenBucket bucket = TokenBucket.holding(1_000_000, 2_000_000, Rate.of(60, Duration.ofMinutes(1)), 0);
        Decision decision = bucket.step(0, 5_000_000, 5_000_000, "requests").decision();
        assertEquals(new Decision.NotUntil(1_000_000_000, "requests"), decision);
        TokenBucket after =
                bucket.step(1_000_000_000, 5_000_000, 5_000_000, "requests").bucket();
        assertEquals(-3_000_000, after.levelMicros());
    }

    @Test
    void anEarlierTimeChangesNothing() {
        TokenBucket bucket = TokenBucket.holding(1, 2_000_000, Rate.of(60, Duration.ofMinutes(1)), 1_000);
        assertEquals(bucket, bucket.at(999));
        assertEquals(bucket, bucket.at(1_000));
        TokenBucket full = new TokenBucket(2_000_000, 2_000_000, bucket.rate(), 7, 1_000);
        assertEquals(full, full.at(1_000));
    }

    @Test
    void extremesDoNotWrapAround() {
        Rate fastest = Rate.of(Quota.AMOUNT_MAX, Duration.ofSeconds(1));
        TokenBucket deep = TokenBucket.holding(-1_000_000_000_000_000_000L, 10_000_000_000_000_000L, fastest, 7);
        TokenBucket later = deep.at(Long.MIN_VALUE + 6);
        assertEquals(deep.capacityMicros(), later.levelMicros());
        TokenBucket slowest = TokenBucket.holding(
                -10_000_000_000_000_000L, 1_000_000, Rate.of(1, Duration.ofDays(31)), Long.MAX_VALUE - 3);
        long wait = slowest.nanosAtLevel(1_000_000) - slowest.atNanos();
        assertEquals(Long.MAX_VALUE, wait, "for ever, and still in the future");
    }

    @Test
    void anotherRateOrCapacityCountsFromNowOn() {
        TokenBucket bucket = TokenBucket.holding(5_000_000, 9_000_000, Rate.of(60, Duration.ofMinutes(1)), 0);
        TokenBucket faster = bucket.withRate(Rate.of(120, Duration.ofMinutes(1)));
        assertEquals(7_000_000, faster.at(1_000_000_000).levelMicros());
        assertSame(bucket, bucket.withRate(bucket.rate()));
        assertEquals(3_000_000, bucket.withCapacity(3_000_000).levelMicros());
        assertEquals(5_000_000, bucket.withCapacity(30_000_000).levelMicros());
        assertEquals(9_000_000, bucket.withLevel(30_000_000).levelMicros());
    }

    @Test
    void refusesWhatIsNoBucket() {
        Rate rate = Rate.of(60, Duration.ofMinutes(1));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 0, rate, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1, rate, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1, rate, rate.denominator(), 0));
    }

    private static TokenBucket bucket(Random random) {
        Rate rate = Rate.of(1 + random.nextInt(1_000_000), Duration.ofSeconds(1 + random.nextInt(120)));
        long capacity = TokenBucket.capacityOf(rate, Duration.ofMillis(1 + random.nextInt(100_000)));
        long level = (long) (capacity * (random.nextDouble() * 2 - 1));
        return TokenBucket.holding(level, capacity, rate, ORIGINS[random.nextInt(ORIGINS.length)]);
    }
}
