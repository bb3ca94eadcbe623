package dev.forebay.queue;

import dev.forebay.pool.Attempt;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The attempt that a handler sees: keeps the first signal, which is settled when the handler's stage has ended. Thread-safe. */
final class ReservedAttempt implements Attempt {

    private final Reservation reservation;
    private final int number;
    private final AtomicReference<@Nullable Signal> said = new AtomicReference<>();

    ReservedAttempt(Reservation reservation, int number) {
        this.reservation = reservation;
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void observe(List<LimitReading> readings) {
        reservation.observe(readings);
    }

    @Override
    public void settle(Signal signal) {
        said.compareAndSet(null, signal);
    }

    /** The signal, or what the end of the stage without one means to the pool. */
    Signal end(Optional<Throwable> failure) {
        Signal signal = said.get();
        if (signal != null) {
            return signal;
        }
        if (failure.isEmpty()) {
            return Signal.builder(Verdict.SUCCEEDED).build();
        }
        // Only what failed on the way says something about the provider; a handler's own error must not trip its
        // breaker.
        boolean onTheWay = failure.get() instanceof IOException || failure.get() instanceof TimeoutException;
        return Signal.builder(onTheWay ? Verdict.TRANSIENT : Verdict.CANCELLED)
                .message(Fate.words(failure.get()))
                .build();
    }
}
