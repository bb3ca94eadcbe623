package dev.forebay.queue.sqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One write that waits for its commit. Handed from thread to thread: the caller makes it, the writer runs it, and after
 * the commit the thread for callbacks completes it.
 */
final class Command<T> {

    /** What is written. */
    @FunctionalInterface
    interface Work<T> {
        T run(Handle handle) throws Exception;
    }

    private final Work<T> work;
    private final boolean whole;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable Runnable outcome;

    /**
     * A write.
     *
     * @param whole whether it leaves nothing behind when it throws, as what writes by one statement at most and as its last:
     *     SQLite itself takes back a statement that fails. It needs no savepoint
     */
    Command(Work<T> work, boolean whole) {
        this.work = work;
        this.whole = whole;
    }

    boolean whole() {
        return whole;
    }

    CompletionStage<T> stage() {
        return future;
    }

    /** Runs the work; what it returns is told only by {@link #complete}. */
    void run(Handle handle) throws Exception {
        T value = work.run(handle);
        outcome = () -> future.complete(value);
    }

    /** Settles that the stage will fail, and nobody else's. */
    void failWith(Exception error) {
        outcome = () -> future.completeExceptionally(error);
    }

    /** Tells the outcome: only after the commit. */
    void complete() {
        Runnable settled = outcome;
        if (settled == null) {
            throw new IllegalStateException("completed before it was run");
        }
        settled.run();
    }

    /** Fails the stage at once, whatever the work had returned. */
    void abandon(RuntimeException error) {
        future.completeExceptionally(error);
    }
}
