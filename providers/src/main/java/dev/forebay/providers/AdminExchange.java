package dev.forebay.providers;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.retry.Backoff;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks an admin endpoint, a few times where that is worth it, and all of it within one time. Used once, by one thread, which
 * it blocks.
 */
final class AdminExchange {

    /** With full jitter some 2 s of waiting, at most 7 s. */
    private static final int ATTEMPTS_MAX = 4;

    private static final Set<Verdict> AGAIN = EnumSet.of(
            Verdict.THROTTLED_RATE,
            Verdict.THROTTLED_CONCURRENCY,
            Verdict.THROTTLED_GROWTH,
            Verdict.OVERLOADED,
            Verdict.TRANSIENT);

    private final Transport transport;
    private final Clock clock;
    private final Randomness randomness;
    private final Duration timeout;
    private final long begunNanos;

    AdminExchange(Transport transport, Clock clock, Randomness randomness, Duration timeout) {
        this.transport = transport;
        this.clock = clock;
        this.randomness = randomness;
        this.timeout = timeout;
        this.begunNanos = clock.nanoTime();
    }

    /** How it ended: an answer of success, or else what the last one meant. */
    sealed interface End {}

    /** A status of 200 to 299. */
    record Answered(RawAnswer answer) implements End {}

    /** All else; the message may quote the server. */
    record Failed(Signal signal, int attempts) implements End {}

    /** Blocks until there is an answer, or no more hope of one. */
    End get(RawRequest.Builder request, Provider provider) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Signal signal;
            try {
                RawAnswer answer = await(transport.send(request.deadline(left()).build(), head -> {}));
                if (answer.head().isSuccess()) {
                    return new Answered(answer);
                }
                signal = provider.signal(answer);
            } catch (ExecutionException failed) {
                signal = Transport.signalOf(failed);
            }
            Duration wait = wait(signal, attempt);
            if (!AGAIN.contains(signal.verdict()) || attempt == ATTEMPTS_MAX || wait.compareTo(left()) >= 0) {
                return new Failed(signal, attempt);
            }
            rest(wait);
        }
    }

    private Duration wait(Signal signal, int attempt) {
        Duration backoff = Backoff.DEFAULT.delay(attempt, randomness);
        Duration told = signal.retryAfter().orElse(Duration.ZERO);
        return told.compareTo(backoff) > 0 ? told : backoff;
    }

    /** What is left of the time, a millisecond at least: a request wants some. */
    private Duration left() {
        Duration left = timeout.minusNanos(clock.nanoTime() - begunNanos);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    private void rest(Duration wait) throws InterruptedException {
        CompletableFuture<Void> rested = new CompletableFuture<>();
        Clock.Alarm alarm = clock.schedule(wait, () -> rested.complete(null));
        try {
            await(rested);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an alarm failed", impossible);
        } finally {
            alarm.cancel();
        }
    }

    /** An interrupt ends the exchange. */
    private static <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            throw interrupted;
        }
    }
}
