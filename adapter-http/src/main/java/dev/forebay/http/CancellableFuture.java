package dev.forebay.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A future that has steps, and whose cancelling, or any other end from outside, ends the step that is under way. Futures derived from it cancel it too: so do
 * those of the JDK's client. Thread-safe.
 */
final class CancellableFuture<T> extends CompletableFuture<T> {

    private final AtomicReference<@Nullable Future<?>> step;

    CancellableFuture() {
        this(new AtomicReference<>());
    }

    private CancellableFuture(AtomicReference<@Nullable Future<?>> step) {
        this.step = step;
    }

    /** Goes on with what this step gives, or ends with what it fails with. */
    // The stage that is let go leads to this future, which everybody looks at.
    @SuppressWarnings("FutureReturnValueIgnored")
    <S> void follow(CompletableFuture<S> begun, Consumer<S> then) {
        step.set(begun);
        if (isDone()) {
            begun.cancel(true);
        }
        begun.whenComplete((value, failure) -> {
            try {
                if (failure != null) {
                    throw failure;
                }
                then.accept(value);
            } catch (Throwable thrown) {
                Throwable cause = thrown.getCause();
                completeExceptionally(thrown instanceof CompletionException && cause != null ? cause : thrown);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean open = !isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        endStepIf(open);
        return cancelled;
    }

    /** As {@link #orTimeout} does it: nobody waits for the step any more. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean first = super.completeExceptionally(failure);
        endStepIf(first);
        return first;
    }

    /** As {@link #completeOnTimeout} does it, and the last step, which has ended by then. */
    @Override
    public boolean complete(T value) {
        boolean first = super.complete(value);
        endStepIf(first);
        return first;
    }

    private void endStepIf(boolean unwanted) {
        Future<?> underWay = step.get();
        if (unwanted && underWay != null) {
            underWay.cancel(true);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CancellableFuture<>(step);
    }
}
