package dev.forebay.bench.virtual;

import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of one laboratory: it stands still until the next alarm is run. For one thread alone, and therefore without a
 * lock; a test that has threads uses {@code ManualClock}.
 *
 * <p>An alarm that was cancelled stays in the heap until its time comes: most alarms of a run are deadlines that are cancelled,
 * and taking one out would look at all of them.
 */
public final class LabClock implements Clock {

    /** An hour before the overflow, so that a comparison that cannot bear it is found. */
    private static final long ORIGIN_NANOS =
            Long.MAX_VALUE - Duration.ofHours(1).toNanos();

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final SimulatorClock simulator = new SimulatorView();
    private long elapsedNanos;
    private long armed;

    /** Creates a clock at an arbitrary time. */
    public LabClock() {}

    @Override
    public long nanoTime() {
        return ORIGIN_NANOS + elapsedNanos;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(elapsedNanos);
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        return scheduleNanos(TimeUnit.NANOSECONDS.convert(delay), task);
    }

    /** As {@link #schedule}. */
    Alarm scheduleNanos(long delayNanos, Runnable task) {
        long atNanos = elapsedNanos + Math.max(0, delayNanos);
        Pending alarm = new Pending(atNanos < 0 ? Long.MAX_VALUE : atNanos, armed++, task);
        pending.add(alarm);
        return alarm;
    }

    /** The nanoseconds since the start. */
    long elapsedNanos() {
        return elapsedNanos;
    }

    /** The same clock, as the simulator wants it. */
    SimulatorClock simulator() {
        return simulator;
    }

    /** Whether everything that is due at this very moment has been run. */
    boolean isSettled() {
        dropCancelled();
        Pending next = pending.peek();
        return next == null || next.atNanos > elapsedNanos;
    }

    private void dropCancelled() {
        while (!pending.isEmpty() && pending.element().task == null) {
            pending.remove();
        }
    }

    /**
     * Moves to the next alarm and runs it.
     *
     * @return false if none is left
     */
    boolean runNext() {
        dropCancelled();
        Pending next = pending.poll();
        if (next == null) {
            return false;
        }
        elapsedNanos = Math.max(elapsedNanos, next.atNanos);
        next.run();
        return true;
    }

    private static final class Pending implements Comparable<Pending>, Alarm {

        private final long atNanos;
        private final long order;
        private @Nullable Runnable task;

        Pending(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        void run() {
            Runnable due = task;
            task = null;
            if (due != null) {
                due.run();
            }
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Pending other) {
            return atNanos != other.atNanos ? Long.compare(atNanos, other.atNanos) : Long.compare(order, other.order);
        }
    }

    private final class SimulatorView implements SimulatorClock {

        @Override
        public long nanoTime() {
            return elapsedNanos;
        }

        @Override
        public Instant wall() {
            return instant();
        }

        @Override
        public void schedule(long delayNanos, Runnable task) {
            scheduleNanos(delayNanos, task);
        }
    }
}
