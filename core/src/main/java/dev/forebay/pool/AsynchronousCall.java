package dev.forebay.pool;

import dev.forebay.signal.Signal;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Drives {@link Retrying} without blocking. Used once; its steps follow each other, so they need no lock. */
final class AsynchronousCall<T extends @Nullable Object> {

    private final Pool pool;
    private final Clock clock;
    private final Retrying retrying;
    private final Executor executor;
    private final Pool.AsyncCall<T> call;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile Request request;
    private volatile int attempt = 1;
    private volatile Runnable abandon = () -> {};

    AsynchronousCall(
            Pool pool, Clock clock, Retrying retrying, Executor executor, Request request, Pool.AsyncCall<T> call) {
        this.pool = pool;
        this.clock = clock;
        this.retrying = retrying;
        this.executor = executor;
        this.request = request;
        this.call = call;
    }

    CompletableFuture<T> start() {
        result.whenComplete((value, failure) -> abandon.run());
        ask();
        return result;
    }

    /** Names what to give up when the result is given up: the place in the line, the call in flight, the wait. */
    private void onAbandon(Runnable action) {
        abandon = action;
        if (result.isDone()) {
            action.run();
        }
    }

    private void ask() {
        CompletableFuture<Reservation> asked = pool.acquireAsync(request);
        onAbandon(() -> asked.cancel(false));
        asked.whenComplete((reservation, refused) -> {
            if (reservation != null) {
                handOver(reservation);
            } else {
                result.completeExceptionally(SettledAttempt.unwrapped(refused));
            }
        });
    }

    private void handOver(Reservation reservation) {
        try {
            executor.execute(() -> run(reservation));
        } catch (RuntimeException refused) {
            // An executor that is shut down. Thrown on from here it would reach nobody, and the call would wait for
            // ever.
            reservation.cancel();
            result.completeExceptionally(refused);
        }
    }

    private void run(Reservation reservation) {
        if (result.isDone()) {
            reservation.cancel();
            return;
        }
        request = request.at(reservation.place());
        retrying.called();
        SettledAttempt trying = new SettledAttempt(reservation, attempt);
        CompletableFuture<T> running;
        try {
            running = call.run(trying).toCompletableFuture();
        } catch (RuntimeException thrown) {
            running = CompletableFuture.failedFuture(thrown);
        } catch (Error thrown) {
            reservation.settle(trying.end(thrown));
            result.completeExceptionally(thrown);
            throw thrown;
        }
        CompletableFuture<T> flying = running;
        onAbandon(() -> flying.cancel(true));
        running.whenComplete((value, failure) -> ended(reservation, trying, value, failure));
    }

    private void ended(Reservation reservation, SettledAttempt trying, @Nullable T value, @Nullable Throwable failure) {
        Signal signal = trying.end(failure);
        Outcome outcome = reservation.settle(signal);
        if (result.isDone()) {
            return;
        }
        Retrying.Next next = retrying.after(outcome, attempt);
        if (next.delay().isPresent()) {
            again(next.delay().get(), next.attemptUsed());
        } else if (failure != null) {
            result.completeExceptionally(SettledAttempt.unwrapped(failure));
        } else if (value == null && outcome.kind() != Outcome.Kind.SUCCEEDED) {
            result.completeExceptionally(new CallFailedException(signal, attempt));
        } else {
            result.complete(value);
        }
    }

    private void again(Duration delay, boolean attemptUsed) {
        attempt = attemptUsed ? attempt + 1 : attempt;
        if (delay.isZero()) {
            ask();
            return;
        }
        Clock.Alarm alarm = clock.schedule(delay, this::ask);
        onAbandon(alarm::cancel);
    }
}
