package dev.forebay.queue.sqlite;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where stages are completed: the user's executor, or one thread of our own. What waits here is bounded by the commands and
 * queries under way. Thread-safe.
 */
final class Callbacks implements Executor {

    private final Executor target;
    private final Optional<ExecutorService> own;

    private Callbacks(Executor target, Optional<ExecutorService> own) {
        this.target = target;
        this.own = own;
    }

    static Callbacks on(Optional<Executor> users) {
        if (users.isPresent()) {
            return new Callbacks(users.get(), Optional.empty());
        }
        ExecutorService thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new OwnThread(task));
        return new Callbacks(thread, Optional.of(thread));
    }

    @Override
    public void execute(Runnable completion) {
        target.execute(completion);
    }

    /** Ends our own thread, after what is under way; called from that thread, does not wait for it. */
    void close() {
        own.ifPresent(thread -> {
            thread.shutdown();
            if (Thread.currentThread() instanceof OwnThread) {
                return;
            }
            try {
                boolean ended = thread.awaitTermination(1, TimeUnit.MINUTES);
                if (!ended) {
                    System.getLogger("dev.forebay.queue.sqlite")
                            .log(System.Logger.Level.WARNING, "a callback of the store has not ended for a minute");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static final class OwnThread extends Thread {
        OwnThread(Runnable task) {
            super(task, "forebay-store-callbacks");
            setDaemon(true);
        }
    }
}
