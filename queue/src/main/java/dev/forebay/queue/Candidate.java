package dev.forebay.queue;

import dev.forebay.pool.Priority;

/**
 * A ready job as a worker sees it before it claims it: enough to ask the pool for permits, without the payload. Immutable.
 *
 * @param id the job
 * @param sequence its place in the order of input, from 1
 * @param priority the urgency
 * @param byteCount the size of the payload in bytes
 * @param answered an answer was paid for and kept ({@link JobStore#keepAnswer}): no call is needed
 * @param counters as they stand
 */
public record Candidate(
        String id, long sequence, Priority priority, int byteCount, boolean answered, Counters counters) {}
