package dev.forebay.queue;

/**
 * A write that is committed with an ack. It runs on the thread of the store that writes, or on the caller's in a store in
 * memory, so it must be short, must not block, must not call the store, and must be thread-safe if it shares anything. It
 * may run although the lease turns out to be lost, and then leaves no trace.
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
