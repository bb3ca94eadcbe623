package dev.forebay.cli.signals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SignalCounterTest {

    private final ManualClock clock = new ManualClock();
    private final SignalCounter counter = new SignalCounter(clock);

    @Test
    void whatArrivesTogetherIsOneSignal() {
        assertEquals(OptionalInt.of(1), counter.arrived());
        assertEquals(OptionalInt.empty(), counter.arrived());
        clock.advance(SignalCounter.TOGETHER.minus(Duration.ofNanos(1)));
        assertEquals(OptionalInt.empty(), counter.arrived());
    }

    @Test
    void whatArrivesLaterIsTheSecond() {
        assertEquals(OptionalInt.of(1), counter.arrived());
        clock.advance(SignalCounter.TOGETHER);
        assertEquals(OptionalInt.of(2), counter.arrived());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(OptionalInt.of(3), counter.arrived());
    }
}
