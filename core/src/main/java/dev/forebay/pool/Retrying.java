package dev.forebay.pool;

import dev.forebay.retry.RetryBudget;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whether a call is tried again, and when; {@link BlockingCall} and {@link AsynchronousCall} carry it out. Thread-safe;
 * its lock is never held while another is taken.
 */
final class Retrying {

    private final RetryPolicy policy;
    private final Randomness randomness;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private RetryBudget budget;

    Retrying(RetryPolicy policy, Randomness randomness, Clock clock) {
        this.policy = policy;
        this.randomness = randomness;
        this.clock = clock;
        budget = RetryBudget.startingAt(clock.nanoTime());
    }

    /** What to do next: ask again after {@code delay}, or end if it is empty. */
    record Next(Optional<Duration> delay, boolean attemptUsed) {}

    /**
     * The step after an attempt.
     *
     * @param attempt its number
     */
    Next after(Outcome outcome, int attempt) {
        return switch (outcome.kind()) {
            case THROTTLED -> new Next(Optional.of(outcome.paused() ? Duration.ZERO : outcome.delay()), false);
            case FAILED ->
                attempt < policy.maxAttempts()
                        ? new Next(Optional.of(backoff(outcome, attempt)), true)
                        : new Next(Optional.empty(), true);
            default -> new Next(Optional.empty(), true);
        };
    }

    void called() {
        lock.lock();
        try {
            budget = budget.afterCall(clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private Duration backoff(Outcome outcome, int attempt) {
        Duration delay = policy.backoff().delay(attempt, randomness);
        Duration atLeast = outcome.delay();
        lock.lock();
        try {
            long now = clock.nanoTime();
            Duration budgeted = budget.delay(now);
            budget = budget.afterRetry(now);
            return longest(delay, atLeast, budgeted);
        } finally {
            lock.unlock();
        }
    }

    private static Duration longest(Duration... durations) {
        Duration longest = Duration.ZERO;
        for (Duration duration : durations) {
            longest = duration.compareTo(longest) > 0 ? duration : longest;
        }
        return longest;
    }
}
