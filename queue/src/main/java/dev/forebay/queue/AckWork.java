package dev.forebay.queue;

/**
 * A write that is committed with an ack. It runs on the thread of the store that writes, so it must be short, must not
 * block, and must not call the store; it may run although the lease turns out to be lost, and then leaves no trace.
 */
@FunctionalInterface
public interface AckWork {

    /** Stores nothing: the job is simply done. */
    AckWork NOTHING = transaction -> {};

    /**
     * Writes through the transaction.
     *
     * @throws Exception rolls this job's ack back, and only this job's
     */
    void write(AckTransaction transaction) throws Exception;
}
