package dev.forebay.bench.virtual;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The clock of one process: after a kill none of its alarms rings any more. For one thread. */
final class MortalClock implements Clock {

    private final LabClock clock;
    private boolean alive = true;

    MortalClock(LabClock clock) {
        this.clock = clock;
    }

    boolean isAlive() {
        return alive;
    }

    void kill() {
        alive = false;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        return clock.schedule(delay, () -> {
            if (alive) {
                task.run();
            }
        });
    }
}
