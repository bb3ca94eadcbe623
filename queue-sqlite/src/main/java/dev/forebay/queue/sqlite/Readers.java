package dev.forebay.queue.sqlite;

import dev.forebay.queue.StoreFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A few threads that read, each with a connection that cannot write. Each query sees one moment of the store.
 *
 * <p>Thread-safe. {@link #read} does not block; it fails while {@value #WAITING_MAX} queries wait.
 */
final class Readers {

    /** One for the worker's looks for jobs, one for results and progress. */
    static final int CONNECTIONS = 2;

    /** Queries that wait; a caller that asks for more does not read what it gets. */
    static final int WAITING_MAX = 1_024;

    private final BlockingQueue<Handle> idle;
    private final ThreadPoolExecutor threads;
    private final Executor callbacks;

    Readers(List<Handle> handles, Executor callbacks) {
        this.idle = new ArrayBlockingQueue<>(handles.size(), false, handles);
        this.callbacks = callbacks;
        this.threads = new ThreadPoolExecutor(
                handles.size(), handles.size(), 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "forebay-store-reader");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    <T> CompletionStage<T> read(Function<Handle, T> query) {
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            threads.execute(() -> answer(query, future));
        } catch (RejectedExecutionException e) {
            String why = threads.isShutdown()
                    ? "the store is closed"
                    : "more than " + WAITING_MAX + " queries wait; wait for answers before asking more";
            future.completeExceptionally(new IllegalStateException(why));
        }
        return future;
    }

    private <T> void answer(Function<Handle, T> query, CompletableFuture<T> future) {
        Runnable completion;
        try {
            T value = queryOnIdle(query);
            completion = () -> future.complete(value);
        } catch (RuntimeException e) {
            RuntimeException failure = new StoreFailedException("the store cannot be read: " + Failures.words(e), e);
            completion = () -> future.completeExceptionally(failure);
        }
        try {
            callbacks.execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
        }
    }

    private <T> T queryOnIdle(Function<Handle, T> query) {
        // There are as many handles as threads, so one is always there.
        Handle handle = idle.remove();
        try {
            handle.execute("BEGIN");
            try {
                return query.apply(handle);
            } finally {
                handle.execute("COMMIT");
            }
        } finally {
            idle.add(handle);
        }
    }

    /** Answers what waits, and closes the connections. */
    void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        List<Handle> handles = new ArrayList<>();
        idle.drainTo(handles);
        handles.forEach(handle -> Connections.close(handle.getConnection()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
