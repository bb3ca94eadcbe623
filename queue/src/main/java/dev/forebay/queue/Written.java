package dev.forebay.queue;

import java.util.Optional;

/** The answer to a write under a lease. Immutable. */
public sealed interface Written {

    /** The lease was in force; the write is durable. */
    record Applied() implements Written {}

    /** The lease had been lost, but the job was still open and the answer was paid for: it is stored. Only for an ack. */
    record Adopted() implements Written {}

    /**
     * The lease had been lost; nothing was written.
     *
     * @param state what the job is now; empty if there is no such job
     */
    record Lost(Optional<JobState> state) implements Written {}
}
