package dev.forebay.queue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The reading half of a store.
 *
 * <p>Every method is asynchronous and thread-safe; no method blocks. A read sees everything whose stage completed before
 * the read was asked for, at one moment. Stages fail with {@link StoreFailedException} only. Reads change nothing, so a
 * crash has no effect on them, and asking twice is safe.
 */
public interface JobReader extends AutoCloseable {

    /** The number of jobs in each state. Cheap: does not count rows. */
    CompletionStage<JobCounts> counts();

    /** One job; empty if there is no such id. */
    CompletionStage<Optional<JobSnapshot>> find(String jobId);

    /**
     * Jobs in one state, in the order of input.
     *
     * @param afterSequence 0 to begin, then the sequence of the last one seen
     * @param limit at most so many; 1 or more
     */
    CompletionStage<List<JobSnapshot>> jobs(JobState state, long afterSequence, int limit);

    /**
     * Dead letters in the order of input.
     *
     * @param afterSequence 0 to begin, then the sequence of the last one seen
     * @param limit at most so many; 1 or more
     */
    CompletionStage<List<DeadLetter>> deadLetters(long afterSequence, int limit);

    /** What happened to a job, as in {@link DeadLetter#history}; empty if nothing did, or there is no such id. */
    CompletionStage<List<HistoryEntry>> history(String jobId);

    /**
     * What {@link JobStore#enqueue} would say of these jobs: how many are new, how many are there, how many are there with
     * another fingerprint.
     *
     * @param jobs at most {@value JobStore#BATCH_MAX}; the same id twice counts as there before
     */
    CompletionStage<Enqueued> compare(List<NewJob> jobs);

    /** What was enqueued for a job; empty if there is no such id, or it was purged. */
    CompletionStage<Optional<Bytes>> payload(String jobId);

    /** The raw answer kept for a job; empty if there is none. */
    CompletionStage<Optional<Bytes>> answer(String jobId);

    /** The result of a job; empty if there is none. */
    CompletionStage<Optional<StoredResult>> result(String jobId);

    /**
     * Results in the order of their commits. The order never changes: whoever remembers the last sequence it has seen gets
     * every result once. A result that was removed leaves a gap; see {@link #resultsRemoved}.
     *
     * @param afterSequence 0 to begin, then the commit sequence of the last one seen
     * @param limit at most so many; 1 or more
     */
    CompletionStage<List<StoredResult>> results(long afterSequence, int limit);

    /**
     * How many results have been removed so far, each together with the replacement of its job ({@link JobStore#replace}).
     * Whoever keeps a copy of the results and finds another number than before has to begin the copy anew.
     */
    CompletionStage<Long> resultsRemoved();

    /** A small named value; empty if there is none. */
    CompletionStage<Optional<Bytes>> value(String name);

    /** Ends the reader. Blocks until what was begun has ended. A second call has no effect. */
    @Override
    void close();
}
