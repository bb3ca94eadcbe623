package dev.forebay.queue.sqlite;

import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes, with group commit: whatever has gathered while the disk was busy is committed together, so
 * the cost of one fsync is shared by all who wait for it. There is no delay to gather more: under light load a group is one
 * command, under heavy load it grows by itself.
 *
 * <p>Each command that may leave something behind when it throws runs in a savepoint of its own, so that one that throws takes back its own
 * writes only. Stages are completed after the commit, on another thread, so that a slow callback never holds up the disk.
 *
 * <p>A failed commit, or an error that may have ended the transaction, stops the writer for good: whether SQLite kept
 * anything of the group is unknown, so nobody in it is told that it did.
 *
 * <p>Thread-safe. {@link #submit} blocks while {@value #WAITING_MAX} commands wait.
 */
final class Writer {

    /** Commands that wait: bounds memory when the disk is slower than the callers. */
    static final int WAITING_MAX = 4_096;

    /** Commands in one transaction: bounds how long the first of a group waits for the last. */
    static final int GROUP_MAX = 512;

    private static final System.Logger LOG = System.getLogger("dev.forebay.queue.sqlite");

    private final Handle handle;
    private final HotStatements hot = new HotStatements();
    private final Moves moves = new Moves();
    private final Claimed claimed = new Claimed();
    private final Executor callbacks;
    private final BlockingQueue<Command<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Consumer<Transaction>> hooks = new CopyOnWriteArrayList<>();
    private final Command<Boolean> end = new Command<>(ended -> true, true);
    private final Thread thread = new Thread(this::run, "forebay-store-writer");
    private volatile @Nullable RuntimeException stopped;

    Writer(Handle handle, Executor callbacks) {
        this.handle = handle;
        this.callbacks = callbacks;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Where work counts the moves that are not counted by the layout. */
    Moves moves() {
        return moves;
    }

    /** What claims remember for acks; emptied here before any other work. */
    Claimed claimed() {
        return claimed;
    }

    void beforeCommit(Consumer<Transaction> hook) {
        hooks.add(hook);
    }

    <T> CompletionStage<T> submit(Command.Work<T> work) {
        return submit(new Command<>(work, false));
    }

    /** The same for work that leaves nothing behind when it throws. */
    <T> CompletionStage<T> submitWhole(Command.Work<T> work) {
        return submit(new Command<>(work, true));
    }

    private <T> CompletionStage<T> submit(Command<T> command) {
        RuntimeException reason = stopped;
        if (reason != null) {
            return CompletableFuture.failedFuture(reason);
        }
        enqueue(command);
        return command.stage();
    }

    /** Commits what waits, ends the thread and waits for its end. */
    void close() {
        if (stopped == null) {
            enqueue(end);
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Command<?> command) {
        try {
            waiting.put(command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            command.abandon(new IllegalStateException("interrupted while waiting to write"));
            return;
        }
        // The writer may have ended between the look at `stopped` and the put: then nobody else will look.
        RuntimeException reason = stopped;
        if (reason != null) {
            abandonWaiting(reason);
        }
    }

    private void run() {
        List<Command<?>> group = new ArrayList<>(GROUP_MAX);
        while (stopped == null) {
            group.clear();
            try {
                group.add(waiting.take());
            } catch (InterruptedException e) {
                // intentional: nobody outside has this thread, and it must not end with commands waiting
                continue;
            }
            waiting.drainTo(group, GROUP_MAX - 1);
            commit(group);
            if (group.contains(end)) {
                stopped = new IllegalStateException("the store is closed");
            }
        }
        RuntimeException reason = stopped;
        if (reason != null) {
            abandonWaiting(reason);
        }
    }

    private void commit(List<Command<?>> group) {
        try {
            hot.run(handle, "BEGIN IMMEDIATE");
            for (Command<?> command : group) {
                runOne(command);
            }
            moves.write(handle, hot);
            for (Consumer<Transaction> hook : hooks) {
                runHook(hook);
            }
            hot.run(handle, "COMMIT");
        } catch (Exception | Error e) {
            StoreFailedException failure =
                    new StoreFailedException("the store cannot be written any more: " + Failures.words(e), e);
            stopped = failure;
            List<Command<?>> failed = List.copyOf(group);
            tell(() -> failed.forEach(command -> command.abandon(failure)));
            return;
        }
        List<Command<?>> committed = List.copyOf(group);
        tell(() -> committed.forEach(Command::complete));
    }

    private void runOne(Command<?> command) throws Exception {
        if (!command.whole()) {
            claimed.forgetAll();
            hot.run(handle, "SAVEPOINT forebay_command");
        }
        try {
            command.run(handle);
            moves.keep();
        } catch (Exception e) {
            if (Failures.stopsTheStore(e)) {
                throw e;
            }
            moves.forget();
            if (!command.whole()) {
                hot.run(handle, "ROLLBACK TO forebay_command");
            }
            command.failWith(e);
        }
        if (!command.whole()) {
            hot.run(handle, "RELEASE forebay_command");
        }
    }

    private void runHook(Consumer<Transaction> hook) throws SQLException {
        hot.run(handle, "SAVEPOINT forebay_hook");
        try {
            SqliteTransaction.during(handle, claimed, hook::accept);
        } catch (Exception e) {
            if (Failures.stopsTheStore(e)) {
                throw new IllegalStateException(e);
            }
            hot.run(handle, "ROLLBACK TO forebay_hook");
            LOG.log(System.Logger.Level.WARNING, "a hook before commit failed; its writes are dropped: " + e);
        }
        hot.run(handle, "RELEASE forebay_hook");
    }

    private void abandonWaiting(RuntimeException reason) {
        List<Command<?>> left = new ArrayList<>();
        waiting.drainTo(left);
        if (!left.isEmpty()) {
            tell(() -> left.forEach(command -> command.abandon(reason)));
        }
    }

    private void tell(Runnable completions) {
        try {
            callbacks.execute(completions);
        } catch (RejectedExecutionException e) {
            // The caller's executor has ended first: a stage that never completes would be worse than this thread.
            completions.run();
        }
    }
}
