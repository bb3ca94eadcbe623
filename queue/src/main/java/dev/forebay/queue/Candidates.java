package dev.forebay.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer to {@link JobStore#candidates}. Immutable.
 *
 * @param jobs ready jobs that are due, in the order of priority and input
 * @param nextDue how long until the next delayed job is due; empty if none is delayed
 */
public record Candidates(List<Candidate> jobs, Optional<Duration> nextDue) {

    /** Copies the list. */
    public Candidates {
        jobs = List.copyOf(jobs);
    }
}
