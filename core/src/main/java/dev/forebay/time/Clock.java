package dev.forebay.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Reads the time and arms alarms; the only way in which Forebay learns of time or lets it pass.
 *
 * <p>Two times are kept apart. The <em>monotonic</em> time measures what has elapsed and has an arbitrary origin; every
 * rate, lease and timeout runs on it. The <em>wall</em> time says when something was, for a person or for another process;
 * it may jump, so nothing is ever computed from the difference of two wall instants except how long a stored state has
 * rested.
 *
 * <p>Waiting has no method of its own: whoever waits is completed by an alarm. So one thread and a {@link ManualClock} can
 * run the whole stack.
 *
 * <p>Implementations are thread-safe. No method blocks.
 */
public interface Clock {

    /** The monotonic time in nanoseconds, from an arbitrary origin; never decreases. */
    long nanoTime();

    /** The wall time. */
    Instant instant();

    /**
     * Runs {@code task} once, not before {@code delay} has passed on the monotonic time.
     *
     * @param delay zero or negative means as soon as possible; never runs inside this call
     * @param task runs on a thread of the clock, so it must be short and must not block; what it throws is lost
     */
    Alarm schedule(Duration delay, Runnable task);

    /** The clock of this machine. Its alarms run on one daemon thread, shared by the whole process. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** A pending call of {@link #schedule}; thread-safe. */
    interface Alarm {

        /** Takes the alarm back; without effect when it has run or is running. */
        void cancel();
    }
}
