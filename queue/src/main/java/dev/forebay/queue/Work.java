package dev.forebay.queue;

import java.util.concurrent.CompletionStage;

/** Work on the jobs of a store, under way. Thread-safe; no method blocks. */
public interface Work {

    /**
     * Completes when the work has ended and nothing of it is in flight; fails with {@link StoreFailedException} if the store
     * stopped.
     */
    CompletionStage<WorkEnd> done();

    /** Starts no more calls; those in flight end and are acknowledged. */
    void drain();

    /** As {@link #drain}, but breaks off the calls in flight; their jobs are ready again, without an attempt used. */
    void stopNow();

    /**
     * Starts no more calls until {@link #resume}; those in flight end and are acknowledged, and leases are kept alive. A
     * paused work ends only if nothing is left to do, or if it is drained or stopped. Idempotent.
     */
    void pause();

    /** Goes on after {@link #pause}. Idempotent. */
    void resume();

    /** Whether it is paused. */
    boolean isPaused();

    /** Looks for jobs at once, as after an enqueue by way of the store itself. */
    void nudge();

    /** What was done so far. */
    WorkCounts counts();

    /** Jobs that are claimed: their calls are in flight, or their outcome is being written. */
    int inFlight();

    /** Jobs that wait in the pool's line. */
    int waiting();
}
