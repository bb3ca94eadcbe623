package dev.forebay.simulator.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Levels and waits, against numbers worked out by hand. */
class BucketTest {

    private static final long SECOND = 1_000_000_000;

    private static Bucket perMinute(long limit, int burstSeconds) {
        return new Bucket(limit, Duration.ofMinutes(1), Duration.ofSeconds(burstSeconds), 1, 0);
    }

    @Test
    void holdsTheBurstAndRefillsByTheMinute() {
        Bucket bucket = perMinute(30_000, 10);
        assertEquals(5000, bucket.remaining());
        bucket.charge(4700);
        assertEquals(300, bucket.remaining());
        bucket.refill(2 * SECOND);
        assertEquals(1300, bucket.remaining());
        bucket.refill(20 * SECOND);
        assertEquals(5000, bucket.remaining(), "never above the burst");
    }

    @Test
    void saysExactlyWhenARequestFits() {
        Bucket bucket = perMinute(30_000, 60);
        bucket.charge(28_039);
        assertFalse(bucket.fits(3906));
        assertEquals(3_890_000_000L, bucket.nanosUntilFits(3906));
        bucket.refill(3_889_999_999L);
        assertFalse(bucket.fits(3906), "one nanosecond before");
        bucket.refill(3_890_000_000L);
        assertTrue(bucket.fits(3906));
    }

    @Test
    void saysWhenItIsFull() {
        Bucket bucket = perMinute(200_000, 60);
        bucket.charge(74_000);
        assertEquals(22_200_000_000L, bucket.nanosUntilFull());
    }

    @Test
    void goesIntoDebtAndComesBack() {
        Bucket bucket = perMinute(60, 1);
        bucket.charge(4);
        assertEquals(-3, bucket.remaining());
        assertEquals(4 * SECOND, bucket.nanosUntilFits(1));
    }

    @Test
    void letsARequestThatIsLargerThanTheBurstThroughWhenFull() {
        Bucket bucket = perMinute(6000, 1);
        assertTrue(bucket.fits(600));
        bucket.charge(600);
        assertEquals(-500, bucket.remaining());
        assertEquals(6 * SECOND, bucket.nanosUntilFits(600), "until it is full again");
        bucket.refill(6 * SECOND - 1);
        assertFalse(bucket.fits(600));
        bucket.refill(6 * SECOND);
        assertTrue(bucket.fits(600));
    }

    @Test
    void neverLetsARequestThroughThatIsLargerThanTheLimit() {
        Bucket bucket = perMinute(6000, 60);
        assertTrue(bucket.fits(6000));
        assertFalse(bucket.fits(6001));
        assertTrue(bucket.neverFits(6001));
    }

    @Test
    void countsDaysInMilliseconds() {
        Bucket bucket = new Bucket(200, Duration.ofDays(1), Duration.ofDays(1), 1_000_000, 0);
        bucket.charge(3);
        assertEquals(Duration.ofSeconds(3 * 432).toNanos(), bucket.nanosUntilFull());
        Bucket large = new Bucket(10_000_000_000L, Duration.ofDays(1), Duration.ofDays(1), 1_000_000, 0);
        assertEquals(10_000_000_000L, large.remaining());
    }

    @Property(seed = "42", tries = 300)
    void theWaitIsExactToTheNanosecond(
            @ForAll @LongRange(min = 1, max = 1_000_000) long limit,
            @ForAll @IntRange(min = 1, max = 60) int burstSeconds) {
        Bucket bucket = perMinute(limit, burstSeconds);
        bucket.charge(limit);
        long waitNanos = bucket.nanosUntilFits(1);
        bucket.refill(waitNanos - 1);
        assertFalse(bucket.fits(1), "one nanosecond before");
        bucket.refill(waitNanos);
        assertTrue(bucket.fits(1));
    }

    @Property(seed = "42", tries = 300)
    void lookingMoreOftenChangesNothing(
            @ForAll @LongRange(min = 1, max = 100_000_000) long limit,
            @ForAll @IntRange(min = 1, max = 60) int burstSeconds,
            @ForAll @LongRange(min = 0, max = 90_000_000_000L) long nanos,
            @ForAll @IntRange(min = 1, max = 50) int looks) {
        Bucket once = perMinute(limit, burstSeconds);
        Bucket often = perMinute(limit, burstSeconds);
        once.charge(limit);
        often.charge(limit);
        once.refill(nanos);
        for (int look = 1; look <= looks; look++) {
            often.refill(nanos / looks * look);
        }
        often.refill(nanos);
        assertEquals(once.levelPermits(), often.levelPermits());
        assertEquals(once.nanosUntilFull(), often.nanosUntilFull());
    }
}
