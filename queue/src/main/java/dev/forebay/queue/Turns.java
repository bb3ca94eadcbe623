package dev.forebay.queue;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Lets steps run one after the other, whichever threads they come from, without a lock and without a thread of its own: the
 * thread that finds nobody at work does its own step and all that arrive meanwhile. A step that causes another one appends
 * it, so a chain of a million steps that complete at once needs one frame of the stack.
 *
 * <p>Thread-safe. What the steps share needs no further guard.
 */
final class Turns {

    private final ConcurrentLinkedQueue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Executor executor;
    private final Consumer<Throwable> onError;

    /**
     * Turns that run on an executor.
     *
     * @param onError told what a step threw; the next step runs all the same
     */
    Turns(Executor executor, Consumer<Throwable> onError) {
        this.executor = executor;
        this.onError = onError;
    }

    void take(Runnable step) {
        steps.add(step);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        try {
            executor.execute(this::runAll);
        } catch (RejectedExecutionException e) {
            // The executor has ended first; the steps that free permits and leases must run all the same.
            runAll();
        }
    }

    private void runAll() {
        do {
            Runnable step = steps.poll();
            try {
                if (step != null) {
                    step.run();
                }
            } catch (Exception | Error e) {
                onError.accept(e);
            }
        } while (pending.decrementAndGet() != 0);
    }
}
