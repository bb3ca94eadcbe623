package dev.forebay.cli.virtual;

import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/** The simulator's time is the stack's, with an origin of its own. */
final class VirtualSimulatorClock implements SimulatorClock {

    private final ManualClock clock;

    VirtualSimulatorClock(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        return clock.elapsed().toNanos();
    }

    @Override
    public Instant wall() {
        return clock.instant();
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
        clock.schedule(Duration.ofNanos(delayNanos), task);
    }
}
