package dev.forebay.simulator;

import dev.forebay.simulator.time.SimulatorClock;
import java.time.Duration;
import java.time.Instant;

/** A clock whose wall time is wrong by so much; all else is that of another. Thread-safe. */
record SkewedClock(SimulatorClock clock, Duration ahead) implements SimulatorClock {

    static SimulatorClock of(SimulatorClock clock, Duration ahead) {
        return ahead.isZero() ? clock : new SkewedClock(clock, ahead);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Instant wall() {
        return clock.wall().plus(ahead);
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
        clock.schedule(delayNanos, task);
    }
}
