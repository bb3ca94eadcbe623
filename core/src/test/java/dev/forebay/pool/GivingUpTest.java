package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.time.Clock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * Calls that are given up in every way, from four threads with a fixed seed each: left, cut off by time, ended twice at once,
 * interrupted, failing in their code, their callbacks, their listener or their executor, forgotten until the lease runs out.
 * Afterwards nothing is in flight, reserved in a meter or held in the budget, and each grant had exactly one end.
 *
 * <p>{@code scripts/stress.sh giving-up} gives up a million; a build gives up some ten thousands.
 *
 * <p>Planted faults that it catches: a grant that arrives after its waiter left is not cancelled ({@link Pool#acquireAsync}); a
 * settle asks for the state of its call outside the lock, so that two ends take effect.
 */
class GivingUpTest {

    private static final int CALLS = Integer.getInteger("forebay.giving-up", 50_000);
    private static final int THREADS = 4;
    private static final int CONCURRENCY = 6;

    private final LongAdder granted = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger told = new AtomicInteger();
    private long withoutEnd;
    private final Budget budget = Budget.dollars(new BigDecimal("1000000"));

    private void count(Event event) {
        if (event instanceof Event.Granted) {
            granted.increment();
            add(1);
        } else if (event instanceof Event.Settled || event instanceof Event.Cancelled) {
            add(-1);
        } else if (event instanceof Event.Expired) {
            expired.increment();
            add(-1);
        }
        if (told.incrementAndGet() % 101 == 0) {
            throw new IllegalStateException("a listener that fails");
        }
    }

    private void add(int grants) {
        lock.lock();
        try {
            withoutEnd += grants;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Events are told after the permits are free: the last ones may still be on their way. */
    private boolean eachGrantEnds() throws InterruptedException {
        long nanos = TimeUnit.MINUTES.toNanos(1);
        lock.lock();
        try {
            while (withoutEnd != 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return withoutEnd == 0;
        } finally {
            lock.unlock();
        }
    }

    @Test
    void nothingStaysHeld() throws Exception {
        // Leases of a quarter of an hour: a grant that got lost would be found, not forgiven.
        giveUp(Clock.system(), Duration.ofMinutes(15), false);
        assertEquals(0, expired.sum());
    }

    @Test
    void nothingStaysHeldWhenLeasesRunOutMeanwhile() throws Exception {
        try (FastClock clock = new FastClock()) {
            giveUp(clock, Duration.ofSeconds(1), true);
        }
        assertTrue(expired.sum() > 0, "no lease ran out");
    }

    private void giveUp(Clock clock, Duration lease, boolean forgetful) throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(2);
        Pool pool = Pool.builder("giving up")
                .limits(Limits.parse("rpm=10000000000,itpm=10000000000,otpm=10000000000,burst=60s")
                        .withConcurrency(CONCURRENCY))
                .budget(budget, Price.parse("in=2,out=10"))
                .clock(clock)
                .reservationLease(lease)
                .executor(GivenUpCalls.failing(hands))
                .listener(this::count)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            GivenUpCalls calls = new GivenUpCalls(pool, thread, forgetful, hands);
            ends.add(threads.submit(() -> calls.make(CALLS / 2 / THREADS)));
        }
        // Some hundred times what it takes: permits that got lost let the line stand still.
        long secondsMax = 30 + CALLS / 5_000;
        for (Future<?> end : ends) {
            end.get(secondsMax, TimeUnit.SECONDS);
        }
        threads.shutdown();
        becomeIdle(pool);
        hands.shutdown();
        assertTrue(hands.awaitTermination(1, TimeUnit.MINUTES));
        assertAtRest(pool);
    }

    /** All permits of concurrency together are free only when every other call has ended. */
    private static void becomeIdle(Pool pool) throws Exception {
        List<Reservation> all = new ArrayList<>();
        for (int one = 0; one < CONCURRENCY; one++) {
            all.add(pool.acquireAsync(Request.of(GivenUpCalls.COST)).get(1, TimeUnit.MINUTES));
        }
        all.forEach(Reservation::cancel);
    }

    private void assertAtRest(Pool pool) throws InterruptedException {
        Snapshot snapshot = pool.snapshot();
        assertEquals(0, snapshot.inFlight());
        assertEquals(0, snapshot.waiting());
        assertEquals(3, snapshot.meters().size());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved(), meter::toString));
        assertEquals(0, budget.heldNanoDollars());
        assertTrue(eachGrantEnds(), () -> withoutEnd + " grants without an end");
        assertTrue(granted.sum() > CALLS / 5, () -> granted + " grants");
    }
}
