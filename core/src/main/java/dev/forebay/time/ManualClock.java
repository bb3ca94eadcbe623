package dev.forebay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that moves only when told to, for tests and for virtual time.
 *
 * <p>{@link #advance} runs the alarms that fall due, in the order of their times and, at one time, in the order in which
 * they were armed, on the calling thread, each at exactly its own time. The monotonic and the wall time have unrelated
 * origins, so that a mix-up of the two shows.
 *
 * <p>Thread-safe: alarms may be armed and cancelled from any thread. Alarms run without the lock held.
 */
public final class ManualClock implements Clock {

    /** An origin near the overflow of {@code long}, so that code that compares instead of subtracting fails its tests. */
    private static final long ORIGIN_NANOS =
            Long.MAX_VALUE - Duration.ofHours(1).toNanos();

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private long elapsedNanos;
    private long wallOffsetNanos;
    private long armed;

    /** Creates a clock at an arbitrary time. */
    public ManualClock() {}

    @Override
    public long nanoTime() {
        return ORIGIN_NANOS + elapsedNanos();
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return START.plusNanos(elapsedNanos).plusNanos(wallOffsetNanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            long atNanos = elapsedNanos + Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
            Pending alarm = new Pending(atNanos < 0 ? Long.MAX_VALUE : atNanos, armed++, task);
            pending.add(alarm);
            return () -> remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets time pass, running every alarm that falls due, including those armed meanwhile.
     *
     * @param duration zero or more; zero runs what is due now
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration is " + duration + "; a clock never runs backwards");
        }
        long until = elapsedNanos() + duration.toNanos();
        boolean moreDue = true;
        while (moreDue) {
            moreDue = runNextDueBy(until);
        }
        lock.lock();
        try {
            elapsedNanos = Math.max(elapsedNanos, until);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves to the next pending alarm and runs it.
     *
     * @return false if no alarm is pending; the time then stands still
     */
    public boolean runNext() {
        return runNextDueBy(Long.MAX_VALUE);
    }

    /** Moves the wall time alone, as an operator or a time server does. */
    public void jumpWall(Duration jump) {
        lock.lock();
        try {
            wallOffsetNanos += jump.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** The time that has passed since this clock was made. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos());
    }

    /** The number of alarms that wait. */
    public int pendingAlarms() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean runNextDueBy(long untilNanos) {
        Runnable task;
        lock.lock();
        try {
            Pending next = pending.peek();
            if (next == null || next.atNanos > untilNanos) {
                return false;
            }
            pending.remove();
            elapsedNanos = Math.max(elapsedNanos, next.atNanos);
            task = next.task;
        } finally {
            lock.unlock();
        }
        task.run();
        return true;
    }

    private void remove(Pending alarm) {
        lock.lock();
        try {
            pending.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    private long elapsedNanos() {
        lock.lock();
        try {
            return elapsedNanos;
        } finally {
            lock.unlock();
        }
    }

    private static final class Pending implements Comparable<Pending> {
        private final long atNanos;
        private final long order;
        private final Runnable task;

        Pending(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Pending other) {
            return atNanos != other.atNanos ? Long.compare(atNanos, other.atNanos) : Long.compare(order, other.order);
        }
    }
}
