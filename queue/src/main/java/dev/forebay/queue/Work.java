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

    /** Looks for jobs at once, as after an enqueue by way of the store itself. */
    void nudge();

    /** What was done so far. */
    WorkCounts counts();

    /** Jobs that are claimed: their calls are in flight, or their outcome is being written. */
    int inFlight();

    /** Jobs that wait in the pool's line. */
    int waiting();
}
