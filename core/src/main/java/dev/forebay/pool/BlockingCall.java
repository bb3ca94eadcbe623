package dev.forebay.pool;

import dev.forebay.signal.Signal;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Drives {@link Retrying} on the caller's thread. Used once. */
final class BlockingCall<T> {

    private final Pool pool;
    private final Clock clock;
    private final Retrying retrying;

    BlockingCall(Pool pool, Clock clock, Retrying retrying) {
        this.pool = pool;
        this.clock = clock;
        this.retrying = retrying;
    }

    T run(Request request, Pool.Call<T> call) throws Exception {
        Request next = request;
        int attempt = 1;
        while (true) {
            Reservation reservation = Waiting.on(pool.acquireAsync(next));
            next = next.at(reservation.place());
            retrying.called();
            Ended<T> ended = once(call, reservation, attempt);
            Retrying.Next step = retrying.after(ended.outcome, attempt);
            if (step.delay().isEmpty()) {
                return ended.result(attempt);
            }
            attempt += step.attemptUsed() ? 1 : 0;
            rest(step.delay().get());
        }
    }

    private Ended<T> once(Pool.Call<T> call, Reservation reservation, int number) {
        SettledAttempt attempt = new SettledAttempt(reservation, number);
        T value = null;
        Exception failure = null;
        try {
            value = call.run(attempt);
        } catch (Exception thrown) {
            failure = thrown;
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        } finally {
            if (value == null && failure == null) {
                // An Error passes through; the reservation must not stay open behind it.
                reservation.close();
            }
        }
        Signal signal = attempt.end(failure);
        return new Ended<>(reservation.settle(signal), signal, Optional.ofNullable(value), failure);
    }

    private void rest(Duration delay) throws InterruptedException {
        if (delay.isZero()) {
            return;
        }
        CompletableFuture<Boolean> rested = new CompletableFuture<>();
        Clock.Alarm alarm = clock.schedule(delay, () -> rested.complete(true));
        try {
            Waiting.on(rested);
        } finally {
            alarm.cancel();
        }
    }

    private static final class Ended<T> {
        private final Outcome outcome;
        private final Signal signal;
        private final Optional<T> value;
        private final @Nullable Exception failure;

        Ended(Outcome outcome, Signal signal, Optional<T> value, @Nullable Exception failure) {
            this.outcome = outcome;
            this.signal = signal;
            this.value = value;
            this.failure = failure;
        }

        T result(int attempts) throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value.orElseThrow(() -> new CallFailedException(signal, attempts));
        }
    }
}
