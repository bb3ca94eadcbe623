package dev.forebay.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Invariant T14: spent + held is at most the limit at every moment.
 *
 * <p>Planted faults that it catches: a check outside the lock of the hold (two calls take the same dollar); a hold given back
 * without the real cost; a call told to wait although no release can make room for it.
 */
class BudgetTest {

    private static final long DOLLAR = 1_000_000_000L;

    @Test
    void holdsWhatFitsAndNotANanoDollarMore() {
        Budget budget = budget("1");
        assertTrue(budget.hold(DOLLAR - 1));
        assertFalse(budget.hold(2));
        assertEquals(DOLLAR - 1, budget.heldNanoDollars());
        assertTrue(budget.hold(1));
        budget.settle(DOLLAR - 1, 400);
        assertEquals(1, budget.heldNanoDollars());
        assertEquals(400, budget.spentNanoDollars());
        assertTrue(budget.hold(DOLLAR - 401));
        assertFalse(budget.hold(1));
    }

    @Test
    void saysWhetherMoneyIsThereNowOrLaterOrNever() {
        Budget budget = budget("1");
        assertEquals(Budget.Room.NOW, budget.room(DOLLAR));
        budget.hold(600);
        assertEquals(Budget.Room.WHEN_RELEASED, budget.room(DOLLAR));
        assertEquals(Budget.Room.NEVER, budget.room(DOLLAR + 1));
        budget.settle(600, 600);
        assertEquals(Budget.Room.NEVER, budget.room(DOLLAR - 599), "what is spent does not come back");
        assertEquals(Budget.Room.NOW, budget.room(DOLLAR - 600));
    }

    @Test
    void neverExceedsTheLimitWhateverTheThreadsDo() throws Exception {
        Budget budget = budget("0.000001");
        AtomicLong spent = new AtomicLong();
        AtomicInteger holds = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            Random random = new Random(thread);
            ends.add(threads.submit(() -> {
                start.await();
                for (int step = 0; step < 20_000; step++) {
                    long worst = 1L + random.nextInt(400);
                    if (budget.hold(worst)) {
                        holds.incrementAndGet();
                        long held = budget.heldNanoDollars();
                        assertTrue(held <= budget.limitNanoDollars(), () -> "held " + held);
                        long real = random.nextInt(2_000) == 0 ? 1 : 0;
                        budget.settle(worst, real);
                        spent.addAndGet(real);
                    }
                }
                return 0;
            }));
        }
        start.countDown();
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertTrue(holds.get() > 1_000);
        assertEquals(0, budget.heldNanoDollars());
        assertEquals(spent.get(), budget.spentNanoDollars());
        assertTrue(budget.spentNanoDollars() <= budget.limitNanoDollars());
    }

    @Test
    void remembersWhatAnEarlierProcessSpent() {
        Budget budget = budget("1");
        budget.settle(0, DOLLAR - 10);
        assertTrue(budget.hold(10));
        assertFalse(budget.hold(1));
    }

    @Test
    void tellsThoseWhoWait() {
        Budget budget = budget("1");
        AtomicInteger told = new AtomicInteger();
        budget.onRelease(told::incrementAndGet);
        budget.onRelease(told::incrementAndGet);
        budget.announceRelease();
        assertEquals(2, told.get());
    }

    @Test
    void hasARange() {
        for (String wrong : new String[] {"0", "-1", "1000000001", "1e-10", "1e-999999999", "1e999999999"}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> budget(wrong), wrong);
            assertTrue(
                    String.valueOf(refused.getMessage()).endsWith("dollars; allowed: a billionth to a billion"),
                    refused.getMessage());
        }
        assertEquals(1, budget("0.0000000019").limitNanoDollars(), "rounded against ourselves");
    }

    private static Budget budget(String dollars) {
        return Budget.dollars(new BigDecimal(dollars));
    }
}
