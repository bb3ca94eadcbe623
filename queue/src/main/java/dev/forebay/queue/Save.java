package dev.forebay.queue;

/**
 * Writes what a call gave, in the transaction that finishes its job. As an {@link AckWork}: it runs on the thread of the
 * store that writes, must be short and must not block, and need not be thread-safe towards itself; it may run more than once, and only one run is kept.
 *
 * @param <R> what the handler gives
 */
@FunctionalInterface
public interface Save<R> {

    /**
     * Writes the result.
     *
     * @throws Exception takes this job's ack back; it is tried again with the same result, after a backoff, and the call is
     *     not made again
     */
    void save(R result, AckTransaction transaction) throws Exception;
}
