package dev.forebay.queue;

import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Does the work of jobs: says what a job will ask of the pool, and makes the call. Implementations must be thread-safe.
 *
 * @param <R> what a call gives, for the save; never null
 */
public interface Handler<R> {

    /**
     * What the call will ask of the pool. Asked before the job is claimed, so without its payload. Must not block. If it
     * throws, the job is given up.
     */
    Cost cost(Candidate job);

    /**
     * Makes the call, at once: its permits are held. Must not block; {@link #blocking} is for code that does.
     *
     * <p>Say what came of it with {@link Attempt#settle}. A stage that ends without that counts as succeeded with unknown
     * usage or, if it failed, as a failed attempt. Whatever the stage gives is saved only if the verdict was succeeded.
     * When the work is stopped at once, the stage is cancelled.
     */
    CompletionStage<R> handle(Job job, Attempt attempt);

    /** Code that blocks until the call is over. */
    @FunctionalInterface
    interface Blocking<R> {

        /** Makes the call on this thread; interrupted when the work is stopped at once. */
        R handle(Job job, Attempt attempt) throws Exception;
    }

    /**
     * A handler of code that blocks.
     *
     * @param executor must start every task at once, as one with a virtual thread per task does: a job that waits for a
     *     thread holds permits and a lease for nothing
     */
    static <R> Handler<R> blocking(Executor executor, Function<Candidate, Cost> cost, Blocking<R> code) {
        return new BlockingHandler<>(executor, cost, code);
    }
}
