package dev.forebay.pool;

/** Who goes first in a line; within one priority, first come first served. Immutable. */
public enum Priority {
    /** A person waits for the answer. */
    INTERACTIVE,

    /** The default. */
    NORMAL,

    /** Work that may take all night. */
    BULK
}
