package dev.forebay.simulator.meter;

/**
 * One limit, the way the provider counts it: how much of it is left, and when there will be more. Not thread-safe: {@link
 * Meters} is used under the provider's lock.
 */
sealed interface Allowance permits Bucket, FixedWindow, SlidingWindow {

    /** Permits per period, as published. */
    long limit();

    /** Puts another limit into force, now. */
    void change(long newLimit);

    /** Lets the time pass until {@code nowNanos}. */
    void refill(long nowNanos);

    /** Whether {@code permits} could be charged now. */
    boolean fits(long permits);

    /** True if a request of that size can never pass. */
    default boolean neverFits(long permits) {
        return permits > limit();
    }

    /** The time until {@code permits} fit, if nothing is charged meanwhile; 0 if they fit now. */
    long nanosUntilFits(long permits);

    /** The time until all is there again, if nothing is charged meanwhile: what headers call the reset. */
    long nanosUntilFull();

    /** Takes permits away, below zero if it must be. */
    void charge(long permits);

    /** The whole permits that are left, rounded down; negative in debt. */
    long remaining();

    /** The permits that are left, for statistics. */
    double levelPermits();

    /** The permits that are left beyond those that the coming time would bring anyway, for statistics. */
    default double storedPermits() {
        return Math.max(0, levelPermits());
    }

    /** The permits that can be left at most, for statistics. */
    double capacityPermits();

    /** The permits that a nanosecond brings, for statistics. */
    double permitsPerNano();
}
