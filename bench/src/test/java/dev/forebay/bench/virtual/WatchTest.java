package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.event.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The watch itself: it sees what it is there to see. */
class WatchTest {

    private final LabClock clock = new LabClock();
    private final Watch watch = new Watch(clock);

    private void paused(int seconds) {
        watch.on(new Event.Paused("pool", Duration.ofSeconds(seconds), "throttled"));
    }

    private void after(int seconds) {
        clock.schedule(Duration.ofSeconds(seconds), () -> {});
        clock.runNext();
    }

    @Test
    void seesAPauseThatAShorterOneReplaces() {
        paused(10);
        after(1);
        paused(2);
        assertEquals(List.of("after 1.0 s, T5: a pause was shortened"), watch.violations());
    }

    @Test
    void seesACallInAPauseAndNoneAfterIt() {
        paused(10);
        after(9);
        watch.on(new Event.Granted("pool", Duration.ZERO));
        assertEquals(List.of("after 9.0 s, T5: a call was granted in a pause"), watch.violations());
        after(1);
        watch.on(new Event.Granted("pool", Duration.ZERO));
        assertEquals(1, watch.violations().size());
    }
}
