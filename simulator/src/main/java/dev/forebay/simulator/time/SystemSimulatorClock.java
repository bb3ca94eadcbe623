package dev.forebay.simulator.time;

import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's time; the only class of the simulator that reads it. Thread-safe. */
final class SystemSimulatorClock implements SimulatorClock {

    static final SystemSimulatorClock INSTANCE = new SystemSimulatorClock();

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "simulator-clock");
        thread.setDaemon(true);
        return thread;
    });

    private SystemSimulatorClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
        executor.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }
}
