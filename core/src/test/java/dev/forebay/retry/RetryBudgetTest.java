package dev.forebay.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Retries in all are at most a tenth of the calls and ten a minute; one that finds the budget spent is told when to come.
 *
 * <p>Planted faults that it catches: a spent budget that lets retries pass at once; a balance that does not go below zero, so
 * that all who wait come back together; the clock's overflow.
 */
class RetryBudgetTest {

    private static final long ORIGIN = Long.MAX_VALUE - 5;

    @Test
    void startsWithAMinutesWorth() {
        RetryBudget budget = RetryBudget.startingAt(ORIGIN);
        for (int retry = 0; retry < 10; retry++) {
            assertEquals(Duration.ZERO, budget.delay(ORIGIN));
            budget = budget.afterRetry(ORIGIN);
        }
        assertEquals(Duration.ofSeconds(6), budget.delay(ORIGIN));
    }

    @Test
    void thoseWhoWaitComeOneByOne() {
        RetryBudget budget = new RetryBudget(0, ORIGIN);
        for (int retry = 1; retry <= 5; retry++) {
            assertEquals(Duration.ofSeconds(6L * retry), budget.delay(ORIGIN));
            budget = budget.afterRetry(ORIGIN);
        }
    }

    @Test
    void tenCallsEarnOneRetry() {
        RetryBudget budget = new RetryBudget(0, ORIGIN);
        for (int call = 0; call < 10; call++) {
            assertTrue(budget.delay(ORIGIN).compareTo(Duration.ZERO) > 0);
            budget = budget.afterCall(ORIGIN);
        }
        assertEquals(1.0, budget.balance(), 1e-9);
    }

    @Test
    void timeEarnsToo() {
        RetryBudget budget = new RetryBudget(-1, ORIGIN);
        assertEquals(Duration.ofSeconds(12), budget.delay(ORIGIN));
        assertEquals(
                Duration.ofSeconds(6),
                budget.delay(ORIGIN + Duration.ofSeconds(6).toNanos()));
        assertEquals(Duration.ZERO, budget.delay(ORIGIN + Duration.ofSeconds(12).toNanos()));
    }

    @Test
    void savesUpToABoundOnly() {
        RetryBudget budget = RetryBudget.startingAt(ORIGIN)
                .afterCall(ORIGIN + Duration.ofDays(9).toNanos());
        assertEquals(RetryBudget.BALANCE_MAX, budget.balance());
    }

    @Test
    void anEarlierTimeChangesNothing() {
        RetryBudget budget = new RetryBudget(0.5, ORIGIN);
        assertEquals(budget.delay(ORIGIN), budget.delay(ORIGIN - 1_000_000_000));
        assertEquals(ORIGIN, budget.afterCall(ORIGIN - 1_000_000_000).atNanos());
    }
}
