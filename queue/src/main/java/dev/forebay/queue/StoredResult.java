package dev.forebay.queue;

/**
 * A committed result. Immutable.
 *
 * @param commitSequence the order of commits, from 1, without gaps
 * @param jobId the job
 * @param result what was stored with its ack
 */
public record StoredResult(long commitSequence, String jobId, Bytes result) {}
