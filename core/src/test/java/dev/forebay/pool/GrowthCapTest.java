package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The cap on the rate after a growth throttle.
 *
 * <p>Planted fault that it catches: a cut for each throttle, however soon after the last.
 */
class GrowthCapTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Calls of a second each, ten in ten seconds: the limit is just used up. */
    private static GrowthCap busy() {
        GrowthCap cap = new GrowthCap(0);
        for (int call = 0; call < 10; call++) {
            cap.started(SECOND, call * SECOND);
            assertEquals(0, cap.spacing(SECOND, call * SECOND));
        }
        return cap;
    }

    @Test
    void isSevenTenthsAtFirstAndTwiceThatAfterAMinute() {
        GrowthCap cap = busy();
        cap.throttled(10 * SECOND);
        assertEquals(SECOND / 0.7, cap.spacing(SECOND, 10 * SECOND), 1);
        assertEquals(2 * SECOND / 0.7, cap.spacing(2 * SECOND, 10 * SECOND), 1);
        assertEquals(SECOND / 1.4, cap.spacing(SECOND, 70 * SECOND), 1);
    }

    @Test
    void aThrottleWithinTenSecondsIsNoNews() {
        GrowthCap cap = busy();
        cap.throttled(10 * SECOND);
        cap.throttled(19 * SECOND);
        assertEquals(SECOND / 1.4, cap.spacing(SECOND, 70 * SECOND), 1);
    }

    @Test
    void letsACallThroughInTenSecondsWhateverComes() {
        GrowthCap cap = busy();
        for (int second = 10; second < 3_600; second += 10) {
            cap.throttled(second * SECOND);
            cap.started(SECOND, second * SECOND);
        }
        assertEquals(10 * SECOND, cap.spacing(SECOND, 3_590 * SECOND), SECOND);
    }
}
