package dev.forebay.pool;

import dev.forebay.signal.Signal;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Drives {@link Retrying} on the caller's thread. Used once. */
final class BlockingCall<T extends @Nullable Object> {

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
                return ended.answer.call();
            }
            pool.retried(step.attemptUsed(), step.delay().get());
            attempt += step.attemptUsed() ? 1 : 0;
            rest(step.delay().get());
        }
    }

    /** Makes one attempt and settles it, whatever comes of it. */
    private Ended<T> once(Pool.Call<T> call, Reservation reservation, int number) throws InterruptedException {
        SettledAttempt attempt = new SettledAttempt(reservation, number);
        T value;
        try {
            value = call.run(attempt);
        } catch (InterruptedException interrupted) {
            reservation.settle(attempt.end(interrupted));
            throw interrupted;
        } catch (Exception thrown) {
            return new Ended<>(reservation.settle(attempt.end(thrown)), () -> {
                throw thrown;
            });
        } catch (Error thrown) {
            reservation.settle(attempt.end(thrown));
            throw thrown;
        }
        if (attempt.isKept()) {
            return new Ended<>(Outcome.SUCCEEDED, () -> value);
        }
        Signal signal = attempt.end(null);
        Outcome outcome = reservation.settle(signal);
        if (value == null && outcome.kind() != Outcome.Kind.SUCCEEDED) {
            return new Ended<>(outcome, () -> {
                throw new CallFailedException(signal, number);
            });
        }
        return new Ended<>(outcome, () -> value);
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

    /** What follows from an attempt, and what the caller gets if nothing more does. */
    private record Ended<T extends @Nullable Object>(Outcome outcome, Callable<T> answer) {}
}
