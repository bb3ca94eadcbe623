package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the provider's new day has seen of calls that were sent before midnight, by our clock, and had ended when ours began, a
 * second after it.
 */
class MidnightEdgeTest {

    private static final Cost COST = Cost.tokens(10, 10);

    private final TestPool test = new TestPool("rpd=100,day-zone=UTC");

    /** Sent 0.2 s before midnight, 0.3 s on the way (theta is 2 s): charged in the new day. */
    @Test
    void callsThatWereOnTheirWayAtMidnightAreTakenOff() {
        assertEquals(70, levelOfTheNewDay(Duration.ofMillis(200), Duration.ofMillis(700)));
    }

    /** The same calls if the provider's clock is half a second ahead of ours: its midnight is before they were sent. */
    @Test
    void callsAfterTheMidnightOfAProviderWhoseClockIsAheadAreTakenOff() {
        assertEquals(70, levelOfTheNewDay(Duration.ofMillis(400), Duration.ofMillis(300)));
    }

    /** "Calls in flight at midnight count in the new day" (docs/limits.md): sent 5 s before it, answered 0.5 s after. */
    @Test
    void callsInFlightAtMidnightCountInTheNewDayAlsoIfTheyEndBeforeOurs() {
        assertEquals(70, levelOfTheNewDay(Duration.ofSeconds(5), Duration.ofMillis(5_500)));
    }

    private double levelOfTheNewDay(Duration sentBefore, Duration took) {
        Duration midnight = untilMidnight();
        test.clock.advance(midnight.minus(sentBefore));
        List<Reservation> calls = new ArrayList<>();
        for (int call = 0; call < 30; call++) {
            calls.add(test.take(COST));
        }
        test.clock.advance(took);
        calls.forEach(call -> call.settle(Usage.tokens(10, 10)));
        test.clock.advance(sentBefore.plusSeconds(1).minus(took));
        assertEquals(Duration.ZERO, midnight.plusSeconds(1).minus(test.clock.elapsed()));
        return test.level(Dimension.REQUESTS);
    }

    private Duration untilMidnight() {
        Instant now = test.clock.instant();
        Instant midnight = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return Duration.between(now, midnight);
    }
}
