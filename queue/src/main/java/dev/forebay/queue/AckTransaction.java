package dev.forebay.queue;

/** The transaction in which one job becomes {@link JobState#DONE}. As a {@link Transaction}, not thread-safe. */
public interface AckTransaction extends Transaction {

    /** The job. */
    String jobId();

    /** Its counters, the successful attempt included. */
    Counters counters();

    /** What it has cost in all, in millionths of a dollar, the successful attempt included. */
    long costMicros();

    /**
     * Stores the job's result under the next commit sequence. The first one wins: a second call changes nothing.
     *
     * @param result what {@link JobReader#results} lists
     */
    void storeResult(Bytes result);

    /** Stores the raw answer beside the result, in place of one kept before. */
    void storeAnswer(Bytes raw);
}
