package dev.forebay.pool;

import dev.forebay.signal.Signal;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Drives {@link Retrying} without blocking. Used once; its steps follow each other, so they need no lock. */
final class AsynchronousCall<T extends @Nullable Object> {

    private static final System.Logger LOG = System.getLogger(AsynchronousCall.class.getName());

    private final Pool pool;
    private final Clock clock;
    private final Retrying retrying;
    private final Hands hands;
    private final Pool.AsyncCall<T> call;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile Request request;
    private volatile int attempt = 1;
    private volatile Runnable abandon = () -> {};
    private volatile Runnable attempting = this::attempt;
    private volatile @Nullable Reservation granted;

    AsynchronousCall(Pool pool, Clock clock, Retrying retrying, Hands hands, Request request, Pool.AsyncCall<T> call) {
        this.pool = pool;
        this.clock = clock;
        this.retrying = retrying;
        this.hands = hands;
        this.request = request;
        this.call = call;
    }

    CompletableFuture<T> start() {
        try {
            attempting = hands.context().apply(attempting);
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
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
        granted = reservation;
        try {
            hands.executor().execute(() -> inContext(reservation));
        } catch (RuntimeException | Error refused) {
            // An executor that is shut down, or that can make no thread. Thrown on from here it would reach nobody, and
            // the call would wait for ever.
            reservation.cancel();
            result.completeExceptionally(refused);
        }
    }

    /** With what was taken along from the caller's thread; a carrier that fails must not leave the call without an end. */
    private void inContext(Reservation reservation) {
        Throwable failure = new IllegalStateException("the context of pool " + pool.name() + " did not run the call");
        try {
            attempting.run();
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            if (granted == reservation) {
                reservation.cancel();
                result.completeExceptionally(failure);
            }
        }
    }

    /** Takes what was granted, once. */
    private void attempt() {
        Reservation reservation = granted;
        granted = null;
        if (reservation != null) {
            run(reservation);
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
        if (failure == null && trying.isKept()) {
            hand(value);
            return;
        }
        Signal signal = trying.end(failure);
        Outcome outcome = reservation.settle(signal);
        if (result.isDone()) {
            discard(value);
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
            hand(value);
        }
    }

    private void hand(@Nullable T value) {
        if (!result.complete(value)) {
            discard(value);
        }
    }

    /** An answer that came too late for its caller: nobody else can close it. */
    private static void discard(@Nullable Object value) {
        if (value instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception unclosed) {
                LOG.log(System.Logger.Level.DEBUG, "an answer that nobody takes could not be closed", unclosed);
            }
        }
    }

    private void again(Duration delay, boolean attemptUsed) {
        pool.retried(attemptUsed, delay);
        attempt = attemptUsed ? attempt + 1 : attempt;
        if (delay.isZero()) {
            ask();
            return;
        }
        Clock.Alarm alarm = clock.schedule(delay, this::ask);
        onAbandon(alarm::cancel);
    }
}
