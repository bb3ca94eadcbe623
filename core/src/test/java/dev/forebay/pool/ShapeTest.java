package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Windows and buckets are told apart by their resets and by their refill, and a window is never overdrawn.
 *
 * <p>Planted faults that it catches: resets of buckets taken for those of windows, rounding forgotten; a reset in the year 9999 reckoned with; one misfit taken for
 * proof; a neighbour taken for a window; a window run at its full rate with nothing held against it.
 */
class ShapeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Rate RATE = Rate.of(600, MINUTE);
    private static final long CAPACITY = 100 * Rate.MICROS_PER_PERMIT;

    private final Shape shape = new Shape();

    @Test
    void aResetThatFitsWhatIsMissingIsABuckets() {
        for (int second = 0; second < 60; second++) {
            assertFalse(shape.reset(reading(600 - 10L * second, second), 0, CAPACITY, RATE), "of the whole limit");
            long left = Math.max(0, 100 - 10L * second);
            assertFalse(shape.reset(reading(left, Math.min(second, 10)), 0, CAPACITY, RATE), "of the burst");
        }
    }

    /** Nobody gave the burst, and no header has shown all of it yet. */
    @Test
    void aResetThatFitsALargerCapacityThanIsKnownIsABuckets() {
        for (int second = 10; second < 60; second++) {
            long shown = Math.max(0, 300 - 10L * (second - 10));
            assertFalse(shape.reset(reading(shown, (500 - shown) / 10), 0, CAPACITY, RATE), "of a burst of 50 s");
        }
        assertFalse(shape.isWindow());
    }

    @Test
    void aResetThatStandsStillIsAWindows() {
        assertFalse(shape.reset(reading(599, 50), 0, CAPACITY, RATE));
        assertFalse(shape.reset(reading(595, 50), 0, CAPACITY, RATE));
        assertTrue(shape.reset(reading(591, 49), 0, CAPACITY, RATE));
        assertTrue(shape.isWindow());
    }

    @Test
    void aResetOfAboutNowSaysNothing() {
        for (int call = 0; call < 10; call++) {
            assertFalse(shape.reset(reading(0, 1), 0, CAPACITY, RATE));
        }
    }

    @Test
    void aResetInThousandsOfYearsSaysNothing() {
        for (int call = 0; call < 10; call++) {
            assertFalse(shape.reset(reading(300, 251_000_000_000L), 0, CAPACITY, RATE));
        }
    }

    @Test
    void allOfTheRefillTwiceRunningIsNoNeighbour() {
        assertFalse(shape.used(0.98));
        assertFalse(shape.used(0.6));
        assertFalse(shape.used(1.0));
        assertTrue(shape.used(1.02));
    }

    @Test
    void whereResetsFitARefillThatIsGoneIsANeighboursAllTheSame() {
        assertFalse(shape.reset(reading(50, 5), 0, CAPACITY, RATE));
        assertFalse(shape.used(1.0));
        assertFalse(shape.used(1.0));
        assertFalse(shape.isWindow());
    }

    @Test
    void aWindowIsNeverOverdrawn() {
        TestPool test = new TestPool("");
        int used = 0;
        int most = 0;
        for (int tenth = 0; tenth < 3_600; tenth++) {
            int second = tenth / 10;
            used = tenth % 600 == 0 ? 0 : used;
            // Nobody asks for two seconds of every other minute; what they would have used is there at once then.
            boolean asked = second % 120 < 58 || second % 120 > 59;
            for (Optional<Reservation> taken = take(test, asked); taken.isPresent(); taken = take(test, true)) {
                used++;
                taken.get()
                        .settle(Signal.builder(Verdict.SUCCEEDED)
                                .usage(Usage.tokens(1, 1))
                                .reading(reading(Math.max(0, 600 - used), 60 - second % 60))
                                .build());
            }
            // In the first minute nobody knows yet that it is a window.
            most = second >= 60 ? Math.max(most, used) : 0;
            test.clock.advance(Duration.ofMillis(100));
        }
        assertTrue(most <= 600, most + " in a window of 600");
        assertTrue(most >= 590, most + " in a window of 600");
        assertEquals(600, test.meter(Dimension.REQUESTS).limit());
    }

    private static Optional<Reservation> take(TestPool test, boolean asked) {
        return asked ? test.pool.tryAcquire(Cost.tokens(1, 1)) : Optional.empty();
    }

    private static LimitReading reading(long remaining, long resetSeconds) {
        return new LimitReading(
                Dimension.REQUESTS, MINUTE, 600, remaining, 0, Optional.of(Duration.ofSeconds(resetSeconds)));
    }
}
