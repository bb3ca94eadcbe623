package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Eight real threads on one pool and the real clock: acquire in every form, settle, cancel, close, leave the line, twice and
 * from other threads; in the end nothing is left, and never were more calls in flight than allowed.
 *
 * <p>Planted faults that it catches: a decision outside the lock; a grant that is lost between a cancel and its delivery; a
 * wake-up that is lost, so that the line stands still.
 */
class StressTest {

    private static final int THREADS = 8;
    private static final int CALLS_PER_THREAD = 25_000;
    private static final int CONCURRENCY = 6;
    private static final Cost COST = Cost.tokens(10, 2);

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inFlightMax = new AtomicInteger();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Budget budget = Budget.dollars(new BigDecimal("1000000"));
    private final Pool pool = Pool.builder("stress")
            .limits(Limits.parse("rpm=10000000000,itpm=10000000000,otpm=10000000000,burst=60s")
                    .withConcurrency(CONCURRENCY))
            .budget(budget, Price.parse("in=2,out=10"))
            .listener(this::count)
            .build();

    private void count(Event event) {
        if (event instanceof Event.Granted) {
            granted.incrementAndGet();
        } else if (event instanceof Event.Settled || event instanceof Event.Cancelled) {
            ended.incrementAndGet();
        }
    }

    @Test
    void nothingIsLeftAndNothingWasTooMuch() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(thread);
            ends.add(threads.submit(() -> {
                start.await();
                for (int call = 0; call < CALLS_PER_THREAD; call++) {
                    one(random);
                }
                return 0;
            }));
        }
        start.countDown();
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        Snapshot snapshot = pool.snapshot();
        assertEquals(0, snapshot.inFlight());
        assertEquals(0, snapshot.waiting());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved()));
        assertEquals(0, budget.heldNanoDollars());
        assertEquals(granted.get(), ended.get());
        assertEquals(0, inFlight.get());
        assertTrue(granted.get() > THREADS * CALLS_PER_THREAD / 4, () -> granted + " grants");
        assertTrue(inFlightMax.get() <= CONCURRENCY, () -> inFlightMax + " in flight");
    }

    private void one(Random random) throws InterruptedException {
        int kind = random.nextInt(4);
        if (kind == 0) {
            pool.tryAcquire(COST).ifPresent(reservation -> hold(random, reservation));
        } else if (kind == 1) {
            hold(random, pool.acquire(COST));
        } else {
            CompletableFuture<Reservation> asked = pool.acquireAsync(Request.of(COST));
            if (kind == 2) {
                asked.cancel(false);
            }
            asked.thenAccept(reservation -> hold(random, reservation));
        }
    }

    private void hold(Random random, Reservation reservation) {
        inFlightMax.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        inFlight.decrementAndGet();
        int kind = random.nextInt(5);
        if (kind == 0) {
            reservation.cancel();
        } else if (kind == 1) {
            reservation.close();
        } else if (kind == 2) {
            reservation.settle(TestPool.said(Verdict.INVALID));
            reservation.cancel();
        } else {
            reservation.settle(Usage.tokens(9, 1));
            reservation.close();
        }
    }
}
