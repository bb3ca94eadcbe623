package dev.forebay.queue;

/**
 * The right of one worker to write the fate of one job. The epoch is the fencing token: it grows by one with each claim,
 * and a write under an older epoch is refused. Immutable.
 *
 * @param jobId the job
 * @param epoch from 1
 */
public record Lease(String jobId, long epoch) {}
