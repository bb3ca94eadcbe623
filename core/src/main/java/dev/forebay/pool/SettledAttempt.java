package dev.forebay.pool;

import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An attempt that keeps the first signal it was settled with. Thread-safe. */
final class SettledAttempt implements Attempt {

    private final Reservation reservation;
    private final int number;
    private final AtomicReference<@Nullable Signal> signal = new AtomicReference<>();
    private volatile boolean kept;

    SettledAttempt(Reservation reservation, int number) {
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
    public void settle(Signal said) {
        signal.compareAndSet(null, said);
    }

    @Override
    public Reservation keep() {
        kept = true;
        return reservation;
    }

    boolean isKept() {
        return kept;
    }

    /** The signal, or what the end of the code without one means. */
    Signal end(@Nullable Throwable failure) {
        Signal said = signal.get();
        if (said != null) {
            return said;
        }
        return failure == null ? Signal.builder(Verdict.SUCCEEDED).build() : ofFailure(failure);
    }

    private static Signal ofFailure(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return Signal.builder(verdict(cause))
                .message(Optional.ofNullable(cause.getMessage())
                        .orElse(cause.getClass().getSimpleName()))
                .build();
    }

    /** A failure on the way to the provider is worth another attempt; what else the caller's code throws is its own affair. */
    private static Verdict verdict(Throwable cause) {
        boolean neverConnected = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException;
        if (neverConnected) {
            return Verdict.UNREACHABLE;
        }
        boolean onTheWay = cause instanceof IOException
                || cause instanceof UncheckedIOException
                || cause instanceof TimeoutException;
        return onTheWay ? Verdict.TRANSIENT : Verdict.CANCELLED;
    }

    static Throwable unwrapped(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && !(failure instanceof CancellationException);
        Throwable cause = failure.getCause();
        return wrapped && cause != null ? cause : failure;
    }
}
