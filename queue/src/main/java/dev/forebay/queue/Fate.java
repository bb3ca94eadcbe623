package dev.forebay.queue;

import dev.forebay.pool.Outcome;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** What becomes of a job after a call. Immutable. */
sealed interface Fate {

    /** The answer is saved and the job done. */
    record Done() implements Fate {}

    /** The provider said wait; the job itself must wait for the own delay, as the pool does not. */
    record Throttled(String reason, Duration delay, Duration ownDelay) implements Fate {}

    /** An attempt was used, and another may succeed. */
    record Failed(String reason, Duration atLeast) implements Fate {}

    /** An attempt was used, and no other will succeed. */
    record Dead(String reason) implements Fate {}

    /** The pool stopped. */
    record Held(String reason, WorkEnd.Reason end) implements Fate {}

    /**
     * Judges an ended call.
     *
     * @param failure what the handler's stage failed with
     */
    static Fate of(Signal signal, Outcome outcome, Optional<Throwable> failure) {
        // The verdict and not the outcome: a reservation that expired under a long call says nothing about its answer.
        if (signal.verdict() == Verdict.SUCCEEDED) {
            return failure.<Fate>map(error -> new Failed("after the answer: " + words(error), Duration.ZERO))
                    .orElseGet(Done::new);
        }
        return switch (outcome.kind()) {
            case THROTTLED ->
                new Throttled(outcome.reason(), outcome.delay(), outcome.paused() ? Duration.ZERO : outcome.delay());
            case DEAD -> new Dead(outcome.reason());
            case HELD -> new Held(outcome.reason(), WorkEnd.Reason.POOL_HELD);
            case REFUSED -> new Held(outcome.reason(), WorkEnd.Reason.POOL_REFUSED);
            case FAILED -> new Failed(outcome.reason(), outcome.delay());
            // A handler that gives its own call up has used an attempt: otherwise it could do so for ever.
            case CANCELLED, SUCCEEDED -> new Failed(failure.map(Fate::words).orElse(outcome.reason()), outcome.delay());
        };
    }

    /** The error below the wrapping of stages. */
    static Throwable unwrapped(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    /** How a work ends whose pool stopped. */
    static WorkEnd.Reason endOf(PoolStoppedException stopped) {
        if (stopped.isBudgetSpent()) {
            return WorkEnd.Reason.BUDGET_SPENT;
        }
        return stopped.kind() == Outcome.Kind.REFUSED ? WorkEnd.Reason.POOL_REFUSED : WorkEnd.Reason.POOL_HELD;
    }

    /** What an exception of ours says. */
    static String said(RuntimeException error) {
        String message = error.getMessage();
        return message == null ? words(error) : message;
    }

    /** An error in a few words. */
    static String words(Throwable error) {
        String message = error.getMessage();
        String name = error.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
