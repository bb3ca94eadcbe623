package dev.forebay.queue;

/** The urgency of a job: a higher one is always claimed first. Immutable. */
public enum Priority {
    /** Before all others. */
    HIGH,
    /** The default. */
    NORMAL,
    /** When nothing else waits. */
    LOW
}
