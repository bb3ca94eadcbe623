package dev.forebay.queue;

import dev.forebay.retry.RetryBudget;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.time.Duration;

/** When a job is tried again: the backoff, and the budget that all jobs share. Confined to the turns of one work. */
final class Retries {

    private final RetryPolicy policy;
    private final Clock clock;
    private final Randomness randomness;
    private RetryBudget budget;

    Retries(RetryPolicy policy, Clock clock, Randomness randomness) {
        this.policy = policy;
        this.clock = clock;
        this.randomness = randomness;
        this.budget = RetryBudget.startingAt(clock.nanoTime());
    }

    void called() {
        budget = budget.afterCall(clock.nanoTime());
    }

    boolean allows(int attemptsUsed) {
        return attemptsUsed < policy.maxAttempts();
    }

    /** The wait after an attempt that failed; a spent budget makes it longer, and never forbids it. */
    Duration delay(int attemptsUsed, Duration atLeast) {
        Duration budgeted = budget.delay(clock.nanoTime());
        budget = budget.afterRetry(clock.nanoTime());
        return longer(backoff(attemptsUsed), longer(atLeast, budgeted));
    }

    /** The backoff alone, for what costs no call. */
    Duration backoff(int attemptsUsed) {
        return policy.backoff().delay(attemptsUsed, randomness);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
