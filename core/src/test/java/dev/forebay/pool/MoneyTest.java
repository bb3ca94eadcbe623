package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Invariant T14 through the pool: whatever happens, spent and held together never exceed the budget, over all pools that share
 * it; and money that comes free reaches whoever waits for it.
 *
 * <p>Planted faults that it catches: the mean held in place of the worst case; a call without {@code max_tokens} let through;
 * nobody told when a hold of another pool expires; a billed failure that costs nothing.
 */
class MoneyTest {

    private static final Price PRICE = Price.parse("in=2,out=10");
    private static final Cost COST = Cost.tokens(1_000, 100);
    private static final long WORST = 1_000 * 2_000 + 100 * 10_000;

    private final ManualClock clock = new ManualClock();

    private Pool pool(Budget budget) {
        return Pool.builder("money")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .limits(Limits.parse("rpm=60000,burst=60s"))
                .budget(budget, PRICE)
                .reservationLease(Duration.ofMinutes(5))
                .build();
    }

    private static Budget worth(double calls) {
        return Budget.dollars(BigDecimal.valueOf(Math.round(calls * WORST), 9));
    }

    @Test
    void neverExceedsTheBudget() {
        Random random = new Random(91);
        Budget budget = worth(300);
        List<Pool> pools = List.of(pool(budget), pool(budget), pool(budget));
        List<Reservation> flying = new ArrayList<>();
        int[] refusals = new int[1];
        for (int step = 0; step < 20_000; step++) {
            Cost cost = Cost.ofBytes(random.nextInt(4_000)).maxOutputTokens(random.nextInt(300));
            CompletableFuture<Reservation> asked = pools.get(step % 3).acquireAsync(Request.of(cost));
            asked.whenComplete((reservation, refusal) -> {
                if (reservation != null) {
                    flying.add(reservation);
                } else {
                    refusals[0]++;
                }
            });
            while (flying.size() > 30 || (!flying.isEmpty() && random.nextBoolean())) {
                end(random, flying.remove(random.nextInt(flying.size())));
            }
            clock.advance(Duration.ofMillis(2));
            long total = budget.spentNanoDollars() + budget.heldNanoDollars();
            assertTrue(total <= budget.limitNanoDollars(), () -> "over by " + (total - budget.limitNanoDollars()));
        }
        clock.advance(Duration.ofHours(1));
        assertEquals(0, budget.heldNanoDollars());
        assertTrue(refusals[0] > 1_000, refusals[0] + " refused");
        assertTrue(budget.spentNanoDollars() > budget.limitNanoDollars() * 9 / 10, "it was tried hard");
    }

    /** What a call may cost at the very most: a token for each byte, a frame, and all of its max_tokens. */
    private static void end(Random random, Reservation reservation) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            reservation.cancel();
        } else if (kind == 1) {
            reservation.settle(TestPool.said(Verdict.TRANSIENT));
        } else if (kind == 2) {
            reservation.settle(TestPool.said(Verdict.OVERLOADED));
            reservation.settle(Usage.tokens(1, 1));
        } else if (kind < 18) {
            reservation.settle(Usage.tokens(random.nextInt(500), 0));
        }
    }

    @Test
    void anAnswerThatWasCutCostsTheWorstWhateverWasSeenOfIt() {
        for (Verdict cut : List.of(Verdict.TRANSIENT, Verdict.CANCELLED)) {
            Budget budget = worth(2);
            pool(budget)
                    .tryAcquire(COST)
                    .orElseThrow()
                    .settle(Signal.builder(cut).usage(Usage.tokens(1, 1)).build());
            assertEquals(
                    WORST,
                    budget.spentNanoDollars(),
                    cut + ": the provider may have gone on, and bills what it produced");
        }
    }

    @Test
    void aCallWithoutMaxTokensIsRefused() {
        Pool pool = pool(worth(10));
        assertThrows(IllegalArgumentException.class, () -> pool.tryAcquire(Cost.ofBytes(10)));
        assertThrows(IllegalArgumentException.class, () -> pool.acquire(Cost.ofBytes(10)));
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> pool.callAsync(Cost.ofBytes(10), attempt -> CompletableFuture.completedFuture("never"))
                        .join());
        assertEquals(
                "pool money has a budget, and 10 input bytes, max output tokens unknown could cost any amount; "
                        + "give Cost.maxOutputTokens, the max_tokens of the request",
                String.valueOf(
                        failed.getCause() == null ? null : failed.getCause().getMessage()));
    }

    @Test
    void whoeverWaitsForMoneyIsWokenByAnotherPool() {
        Budget budget = worth(1);
        Pool one = pool(budget);
        Pool other = pool(budget);
        Reservation held = one.tryAcquire(COST).orElseThrow();
        CompletableFuture<Reservation> waiting = other.acquireAsync(Request.of(COST));
        assertFalse(waiting.isDone());
        assertEquals("money", other.why().binding());
        held.cancel();
        assertTrue(waiting.isDone());
        CompletableFuture<Reservation> next = one.acquireAsync(Request.of(COST));
        waiting.join().settle(Usage.tokens(1, 1));
        assertRefused(next);
    }

    @Test
    void whoeverWaitsForMoneyIsToldWhenAHoldExpires() {
        Budget budget = worth(1);
        Pool one = pool(budget);
        Pool other = pool(budget);
        assertTrue(one.tryAcquire(COST).isPresent());
        CompletableFuture<Reservation> waiting = other.acquireAsync(Request.of(COST));
        clock.advance(Duration.ofMinutes(5));
        assertRefused(waiting);
        assertEquals(WORST, budget.spentNanoDollars());
    }

    @Test
    void aLateAnswerCorrectsTheBill() {
        Budget budget = worth(2);
        Reservation late = pool(budget).tryAcquire(COST).orElseThrow();
        clock.advance(Duration.ofMinutes(6));
        assertEquals(WORST, budget.spentNanoDollars());
        late.settle(Usage.tokens(10, 1));
        late.settle(Usage.tokens(999, 99));
        assertEquals(10 * 2_000 + 10_000, budget.spentNanoDollars());
    }

    @Test
    void whatWasBilledIsSpentEvenIfTheCallFailed() {
        Budget budget = worth(5);
        Pool pool = pool(budget);
        pool.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.TRANSIENT));
        assertEquals(WORST, budget.spentNanoDollars(), "unknown: the worst");
        pool.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.INVALID));
        assertEquals(WORST, budget.spentNanoDollars(), "not billed");
        pool.tryAcquire(COST)
                .orElseThrow()
                .settle(Signal.builder(Verdict.INVALID)
                        .usage(Usage.tokens(10, 0))
                        .build());
        assertEquals(WORST + 20_000, budget.spentNanoDollars(), "billed, as it says");
    }

    @Test
    void aSpentBudgetRefusesAndTheSmallerOnesGoOn() {
        Budget budget = worth(1.5);
        Pool pool = pool(budget);
        pool.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.TRANSIENT));
        CompletableFuture<Reservation> large = pool.acquireAsync(Request.of(COST));
        CompletableFuture<Reservation> small = pool.acquireAsync(Request.of(Cost.tokens(500, 10)));
        assertRefused(large);
        assertTrue(small.isDone() && !small.isCompletedExceptionally());
    }

    private static void assertRefused(CompletableFuture<Reservation> refused) {
        Throwable cause = assertThrows(CompletionException.class, refused::join).getCause();
        PoolStoppedException stopped = assertInstanceOf(PoolStoppedException.class, cause);
        assertEquals(Outcome.Kind.HELD, stopped.kind());
        assertEquals(
                "the budget is spent: what is left does not cover the worst case of the next call",
                stopped.getMessage());
    }
}
