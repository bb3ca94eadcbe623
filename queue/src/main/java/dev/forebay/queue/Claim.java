package dev.forebay.queue;

import java.util.Optional;

/** The answer to {@link JobStore#claim}. Immutable. */
public sealed interface Claim {

    /** The job is ours until its lease runs out. */
    record Claimed(Job job) implements Claim {}

    /**
     * The job was not ready, or not due.
     *
     * @param state what it is; empty if there is no such job
     */
    record Lost(String jobId, Optional<JobState> state) implements Claim {}
}
