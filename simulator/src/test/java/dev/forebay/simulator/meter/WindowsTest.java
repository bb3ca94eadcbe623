package dev.forebay.simulator.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.meter.Verdict.Admitted;
import dev.forebay.simulator.meter.Verdict.Refused;
import dev.forebay.simulator.time.Chance;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Windows, fixed, sliding, sliced and by the day, against numbers worked out by hand. */
class WindowsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Ten seconds before a full minute, at a time that is close to the end of the long. */
    private static final long ORIGIN =
            Duration.ofNanos(Long.MAX_VALUE).minusSeconds(15).toNanos();

    private static final Instant WALL = Instant.parse("2026-11-24T12:00:50Z");

    private static FixedWindow perMinute(long limit) {
        return new FixedWindow(limit, Ends.every(MINUTE, ORIGIN, WALL), 1, ORIGIN);
    }

    @Test
    void aFixedWindowIsWholeAgainAtTheFullMinute() {
        FixedWindow window = perMinute(100);
        window.charge(70);
        assertFalse(window.fits(31));
        assertEquals(10 * SECOND, window.nanosUntilFits(31));
        window.refill(ORIGIN + 10 * SECOND - 1);
        assertEquals(30, window.remaining());
        window.refill(ORIGIN + 10 * SECOND);
        assertEquals(100, window.remaining());
        assertEquals(60 * SECOND, window.nanosUntilFull());
    }

    @Test
    void aFixedWindowForgivesWhatWasChargedBeyondIt() {
        FixedWindow window = perMinute(100);
        window.charge(250);
        assertEquals(-150, window.remaining());
        window.refill(ORIGIN + 10 * SECOND);
        assertEquals(100, window.remaining());
    }

    @Test
    void aSlidingWindowGivesBackWhatIsAMinuteOld() {
        SlidingWindow window = new SlidingWindow(100, MINUTE, ORIGIN);
        window.charge(60);
        window.refill(ORIGIN + 20 * SECOND);
        window.charge(40);
        assertEquals(0, window.remaining());
        assertEquals(40 * SECOND, window.nanosUntilFits(60));
        assertEquals(60 * SECOND, window.nanosUntilFits(61));
        assertEquals(60 * SECOND, window.nanosUntilFull());
        window.refill(ORIGIN + 60 * SECOND - 1);
        assertEquals(0, window.remaining());
        window.refill(ORIGIN + 60 * SECOND);
        assertEquals(60, window.remaining());
    }

    /** In no minute more than the limit, which is what a fixed window does not hold. */
    @Property(tries = 200, seed = "42")
    void aSlidingWindowHoldsForAnyMinute(@ForAll @LongRange(min = 1, max = 30) long permits) {
        SlidingWindow window = new SlidingWindow(100, MINUTE, 0);
        long now = 0;
        long lastMinute = 0;
        java.util.ArrayDeque<Long> taken = new java.util.ArrayDeque<>();
        for (int call = 0; call < 100; call++) {
            now += window.nanosUntilFits(permits);
            window.refill(now);
            assertTrue(window.fits(permits), "the wait is long enough");
            window.charge(permits);
            taken.add(now);
            lastMinute += permits;
            while (now - taken.getFirst() >= 60 * SECOND) {
                taken.removeFirst();
                lastMinute -= permits;
            }
            assertTrue(lastMinute <= 100);
        }
    }

    @Test
    void aSliceHoldsItsPartOfTheMinute() {
        FixedWindow slices = new FixedWindow(120, Ends.every(Duration.ofSeconds(1), 0, Instant.EPOCH), 60, 0);
        assertEquals(2, slices.remaining());
        slices.charge(2);
        assertFalse(slices.fits(1));
        assertEquals(SECOND, slices.nanosUntilFits(1));
        slices.refill(SECOND);
        assertEquals(2, slices.remaining());
    }

    /** 3,000 a minute are 50 a second; a request of 210 uses this second up, and the next three, and most of the fifth. */
    @Test
    void whatIsLargerThanASliceIsOwedToTheNextOnes() {
        FixedWindow slices = new FixedWindow(3_000, Ends.every(Duration.ofSeconds(1), 0, Instant.EPOCH), 60, 0);
        assertTrue(slices.fits(210));
        slices.charge(210);
        assertEquals(-160, slices.remaining());
        assertEquals(4 * SECOND, slices.nanosUntilFits(40));
        assertEquals(5 * SECOND, slices.nanosUntilFits(41));
        assertTrue(slices.neverFits(3_001));
    }

    @Test
    void aDayBeginsAtMidnightOfItsZone() {
        Instant evening = Instant.parse("2026-11-25T07:59:50Z");
        Limits limits = Limits.parse("rpd=2,day-zone=America/Los_Angeles");
        Meters meters = new Meters(limits, Conduct.plain(), new Chance(1), 0, evening);
        Map<Dimension, Long> request = Map.of(Dimension.REQUESTS_PER_DAY, 1L);
        meters.admit(request, 0);
        meters.admit(request, 0);
        Refused refused = assertInstanceOf(Refused.class, meters.admit(request, 0));
        assertEquals(10 * SECOND, refused.waitNanos());
        assertInstanceOf(Admitted.class, meters.admit(request, 10 * SECOND));
    }

    @Test
    void theDayOnWhichClocksAreSetBackHas25Hours() {
        Ends ends = Ends.midnights(ZoneId.of("America/Los_Angeles"), 0, Instant.parse("2026-11-01T07:00:00Z"));
        assertEquals(Duration.ofHours(25).toNanos(), ends.after(0));
    }
}
