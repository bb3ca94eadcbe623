package dev.forebay.queue;

import dev.forebay.pool.Priority;
import java.time.Duration;
import java.util.Optional;

/**
 * A job as it stood at one moment, without its payload. Immutable.
 *
 * @param id the job
 * @param sequence its place in the order of input, from 1
 * @param state why it does or does not run
 * @param priority the urgency
 * @param byteCount the size of the payload in bytes
 * @param counters as they stood
 * @param epoch of the last claim; 0 if there was none
 * @param delay how long until it is due; zero if it is, or is not ready at all
 * @param costMicros what it has cost so far, in millionths of a dollar
 * @param reason the last error, or why it waits; empty if there is none
 * @param owner who holds the lease; empty if nobody does
 */
public record JobSnapshot(
        String id,
        long sequence,
        JobState state,
        Priority priority,
        int byteCount,
        Counters counters,
        long epoch,
        Duration delay,
        long costMicros,
        Optional<String> reason,
        Optional<String> owner) {}
