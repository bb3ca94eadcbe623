package dev.forebay.simulator.time;

import java.time.Instant;

/**
 * The time in which a simulated provider lives: the machine's, or one that a test or a virtual-time stack moves by hand.
 *
 * <p>The two times are unrelated: intervals are measured on {@link #nanoTime}, which has an arbitrary origin; {@link
 * #wall} only dates what a client reads.
 *
 * <p>Implementations are thread-safe, and no method blocks.
 */
public interface SimulatorClock {

    /** The monotonic time in nanoseconds, from an arbitrary origin; never decreases. */
    long nanoTime();

    /** The wall time. */
    Instant wall();

    /**
     * Runs {@code task} once, not before {@code delayNanos} have passed, and never inside this call. Tasks that fall due
     * at the same time run in the order in which they were scheduled.
     *
     * @param delayNanos nanoseconds; zero or negative means as soon as possible
     * @param task must be short and must not block
     */
    void schedule(long delayNanos, Runnable task);

    /** The clock of this machine; its tasks run on one daemon thread, shared by the whole process. */
    static SimulatorClock system() {
        return SystemSimulatorClock.INSTANCE;
    }
}
