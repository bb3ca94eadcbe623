package dev.forebay.queue;

import dev.forebay.pool.Priority;
import java.util.Optional;

/**
 * A claimed job, as its handler gets it. Immutable.
 *
 * @param lease the right to write its fate
 * @param sequence its place in the order of input, from 1
 * @param priority the urgency
 * @param payload what was enqueued
 * @param counters as they stand, this delivery included
 * @param costMicros what it has cost so far, in millionths of a dollar
 * @param answer the answer that an earlier delivery paid for and kept
 */
public record Job(
        Lease lease,
        long sequence,
        Priority priority,
        Bytes payload,
        Counters counters,
        long costMicros,
        Optional<Bytes> answer) {

    /** The job's id. */
    public String id() {
        return lease.jobId();
    }
}
