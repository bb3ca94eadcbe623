package dev.forebay.queue.contract;

/** What a store may or may not be able to do; a test that needs what is missing is skipped, and says so. Immutable. */
public enum Ability {
    /** A user's own SQL joins the ack, through {@code java.sql.Connection}. */
    JOINS_SQL,
    /** What was written is there after closing and opening again. */
    SURVIVES_REOPENING
}
