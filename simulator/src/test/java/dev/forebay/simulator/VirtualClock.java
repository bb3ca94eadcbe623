package dev.forebay.simulator;

import dev.forebay.simulator.time.SimulatorClock;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from task to task on the calling thread. */
public final class VirtualClock implements SimulatorClock {

    private static final Instant WALL = Instant.parse("2026-11-24T12:00:00.250Z");

    /** Near the end of the long, so that code that compares two times instead of subtracting them fails. */
    private static final long ORIGIN = Long.MAX_VALUE - 5_000_000_000L;

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::order));
    private long elapsedNanos;
    private long order;

    private record Task(long atNanos, long order, Runnable work) {}

    @Override
    public long nanoTime() {
        return ORIGIN + elapsedNanos;
    }

    @Override
    public Instant wall() {
        return WALL.plusNanos(elapsedNanos);
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
        tasks.add(new Task(elapsedNanos + Math.max(0, delayNanos), order++, task));
    }

    public long elapsedNanos() {
        return elapsedNanos;
    }

    /** Runs what falls due within the given time, which then has passed. */
    public void advance(long nanos) {
        long until = elapsedNanos + nanos;
        while (!tasks.isEmpty() && tasks.element().atNanos() <= until) {
            runNext();
        }
        elapsedNanos = until;
    }

    /** Runs everything that is scheduled, and what it schedules. */
    public void runAll() {
        while (!tasks.isEmpty()) {
            runNext();
        }
    }

    private void runNext() {
        Task next = tasks.remove();
        elapsedNanos = next.atNanos();
        next.work().run();
    }
}
