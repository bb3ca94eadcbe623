package dev.forebay.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The ceilings, and the jitter below them, exactly: chance is injected.
 *
 * <p>Planted faults that it catches: the exponent one too high; no cap; half jitter instead of
 * full; all waits at the cap alike.
 */
class BackoffTest {

    @Test
    void ceilingsDoubleUpToTheCap() {
        long[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
        for (int attempt = 1; attempt <= seconds.length; attempt++) {
            assertEquals(Duration.ofSeconds(seconds[attempt - 1]), Backoff.DEFAULT.ceiling(attempt));
        }
        assertEquals(Duration.ofSeconds(60), Backoff.DEFAULT.ceiling(Integer.MAX_VALUE));
        assertEquals(Duration.ofSeconds(1), Backoff.DEFAULT.ceiling(0), "nothing comes before the first attempt");
    }

    @Test
    void otherFactors() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), 1.5, Duration.ofSeconds(1));
        assertEquals(Duration.ofMillis(150), backoff.ceiling(2));
        assertEquals(Duration.ofMillis(225), backoff.ceiling(3));
        Backoff constant = new Backoff(Duration.ofSeconds(2), 1, Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(2), constant.ceiling(50));
    }

    @Test
    void jitterIsFull() {
        assertEquals(Duration.ZERO, Backoff.DEFAULT.delay(3, () -> 0));
        assertEquals(Duration.ofSeconds(1), Backoff.DEFAULT.delay(3, () -> 0.25));
        assertEquals(Duration.ofSeconds(30), Backoff.DEFAULT.delay(20, () -> 0.5));
        assertEquals(Duration.ofNanos(999_999_999), Backoff.DEFAULT.delay(1, () -> Math.nextDown(1.0)));
    }

    @Test
    void waitsAtTheCapStillDiffer() {
        Randomness randomness = Randomness.seeded(5);
        Set<Duration> waits = new HashSet<>();
        for (int caller = 0; caller < 1_000; caller++) {
            waits.add(Backoff.DEFAULT.delay(30, randomness));
        }
        assertEquals(1_000, waits.size());
    }

    @Test
    void saysWhatIsAllowed() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, 2, Duration.ofSeconds(1)));
        assertEquals(
                "backoff is PT0S x 2.0, cap PT1S; allowed: base > 0, factor >= 1, cap from base to PT24H",
                refused.getMessage());
        Duration second = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 0.99, second));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(second, Double.NaN, second));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 2, Duration.ofMillis(999)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 2, Duration.ofDays(200_000)));
    }

    @Test
    void attemptsHaveARange() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RetryPolicy.DEFAULT.withMaxAttempts(0));
        assertEquals("max attempts is 0; allowed: 1 to 100", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> RetryPolicy.DEFAULT.withMaxAttempts(101));
        assertEquals(5, RetryPolicy.DEFAULT.maxAttempts());
    }
}
