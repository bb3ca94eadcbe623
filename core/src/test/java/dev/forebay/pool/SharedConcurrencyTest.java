package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.SharedConcurrency;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Calls in flight that several pools share.
 *
 * <p>Planted faults that it catches: whoever comes first when a call ends takes its place; a pool with nothing to start keeps
 * its place.
 */
class SharedConcurrencyTest {

    private static final Cost COST = Cost.tokens(10, 10);
    private static final Usage USAGE = Usage.tokens(10, 10);

    private final ManualClock clock = new ManualClock();
    private final SharedConcurrency shared = SharedConcurrency.of(2);

    private Pool pool(String limits) {
        return Pool.builder("pool")
                .clock(clock)
                .limits(Limits.parse(limits))
                .sharedConcurrency(shared)
                .build();
    }

    private static List<CompletableFuture<Reservation>> ask(Pool pool, int calls) {
        List<CompletableFuture<Reservation>> asked = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            asked.add(pool.acquireAsync(Request.of(COST)));
        }
        return asked;
    }

    private static long started(List<CompletableFuture<Reservation>> asked) {
        return asked.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    void allPoolsTogetherKeepToIt() {
        Pool one = pool("rpm=60000,burst=60s");
        Pool other = pool("rpm=60000,burst=60s");
        Reservation first = one.tryAcquire(COST).orElseThrow();
        assertTrue(other.tryAcquire(COST).isPresent());
        assertTrue(one.tryAcquire(COST).isEmpty());
        assertTrue(other.tryAcquire(COST).isEmpty());
        assertEquals(2, shared.inFlight());
        first.cancel();
        assertTrue(other.tryAcquire(COST).isPresent(), "a pool that only tried does not stand before it");
    }

    @Test
    void poolsTakeTurnsHoweverManyWait() {
        Pool busy = pool("rpm=60000,burst=60s");
        Pool quiet = pool("rpm=60000,burst=60s");
        List<CompletableFuture<Reservation>> many = ask(busy, 20);
        List<CompletableFuture<Reservation>> few = ask(quiet, 3);
        assertEquals(2, started(many));
        Set<CompletableFuture<Reservation>> ended = new HashSet<>();
        for (int end = 0; end < 6; end++) {
            CompletableFuture<Reservation> next = Stream.concat(many.stream(), few.stream())
                    .filter(asked -> asked.isDone() && ended.add(asked))
                    .findFirst()
                    .orElseThrow();
            next.join().settle(USAGE);
        }
        assertEquals(3, started(few), "every second place was theirs");
        assertEquals(5, started(many));
    }

    @Test
    void whoHasNothingToStartLetsOthersPass() {
        Pool first = pool("rpm=60000,burst=60s");
        Pool second = pool("rpm=60000,burst=60s");
        List<CompletableFuture<Reservation>> flying = ask(first, 2);
        List<CompletableFuture<Reservation>> leaver = ask(first, 1);
        List<CompletableFuture<Reservation>> patient = ask(second, 1);
        leaver.get(0).cancel(false);
        flying.get(0).join().settle(USAGE);
        assertEquals(1, started(patient));
    }

    @Test
    void whoseTimeHasNotComeLetsOthersPass() {
        Pool slow = pool("rpm=60,burst=2s");
        Pool quick = pool("rpm=60000,burst=60s");
        List<CompletableFuture<Reservation>> slowly = ask(slow, 2);
        List<CompletableFuture<Reservation>> quickly = ask(quick, 1);
        assertEquals(1, started(slowly));
        assertEquals(1, started(quickly), "the slow pool waits for its own limit");
        clock.advance(Duration.ofSeconds(2));
        assertEquals(1, started(slowly), "now for the calls in flight");
        assertEquals("the calls in flight of all pools", slow.why().binding());
        quickly.get(0).join().settle(USAGE);
        assertEquals(2, started(slowly));
    }

    @Test
    void whoWaitsForMoneyLetsOthersPass() {
        Budget budget = Budget.dollars(new BigDecimal("0.000025"));
        Price price = Price.perMillion(BigDecimal.ONE, BigDecimal.ONE);
        Pool poor = Pool.builder("poor")
                .clock(clock)
                .limits(Limits.parse("rpm=60000,burst=60s"))
                .budget(budget, price)
                .sharedConcurrency(shared)
                .build();
        List<CompletableFuture<Reservation>> poorly = ask(poor, 2);
        assertEquals(1, started(poorly), "the second waits for money");
        Pool rich = pool("rpm=60000,burst=60s");
        assertEquals(1, started(ask(rich, 1)));
        assertEquals(2, shared.inFlight());
    }

    @Test
    void everyEndGivesItsPlaceBack() {
        Pool pool = pool("rpm=60000,burst=60s");
        pool.tryAcquire(COST).orElseThrow().settle(USAGE);
        pool.tryAcquire(COST).orElseThrow().cancel();
        pool.tryAcquire(COST).orElseThrow().close();
        pool.tryAcquire(COST)
                .orElseThrow()
                .settle(Signal.builder(Verdict.OVERLOADED).build());
        assertEquals(0, shared.inFlight());
        clock.advance(Duration.ofMinutes(1));
        Reservation kept = pool.tryAcquire(COST).orElseThrow();
        clock.advance(Duration.ofMinutes(16));
        assertEquals(0, shared.inFlight(), "expired");
        kept.settle(USAGE);
        kept.cancel();
        assertEquals(0, shared.inFlight(), "and only once");
    }

    @Test
    void aStoppedPoolLetsOthersPass() {
        Pool stopping = pool("rpm=60000,burst=60s");
        Pool other = pool("rpm=60000,burst=60s");
        List<CompletableFuture<Reservation>> flying = ask(stopping, 2);
        ask(stopping, 5);
        List<CompletableFuture<Reservation>> waits = ask(other, 1);
        stopping.stop("enough");
        flying.get(0).join().settle(USAGE);
        assertEquals(1, started(waits));
    }

    @Test
    void whateverHappensNobodyIsForgotten() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<Pool> pools =
                    List.of(pool("rpm=6000,burst=1s"), pool("rpm=60000,burst=60s"), pool("rpm=600,burst=1s"));
            List<CompletableFuture<Reservation>> asked = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> asked.addAll(ask(pools.get(random.nextInt(3)), 1));
                    case 2 -> one(asked, random).ifPresent(SharedConcurrencyTest::end);
                    default -> clock.advance(Duration.ofMillis(random.nextInt(200)));
                }
                assertTrue(shared.inFlight() <= 2);
            }
            for (int left = 0; left < 2_000 && !asked.isEmpty(); left++) {
                asked.stream().filter(CompletableFuture::isDone).findFirst().ifPresent(done -> {
                    end(done);
                    asked.remove(done);
                });
                clock.advance(Duration.ofMillis(10));
            }
            assertEquals(List.of(), asked, "round " + round);
            assertEquals(0, shared.inFlight());
        }
    }

    @Test
    void manyThreadsKeepToIt() throws InterruptedException {
        List<Pool> pools = List.of(pool("rpm=6000000,burst=60s"), pool("rpm=6000000,burst=60s"));
        CountDownLatch ended = new CountDownLatch(4_000);
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            Pool pool = pools.get(index % 2);
            Thread thread = new Thread(() -> {
                for (int call = 0; call < 500; call++) {
                    pool.acquireAsync(Request.of(COST)).thenAccept(held -> {
                        assertTrue(shared.inFlight() <= 2);
                        held.settle(USAGE);
                        ended.countDown();
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // The pace spreads a burst over the time of a manual clock.
        while (ended.getCount() > 0) {
            clock.advance(Duration.ofMillis(100));
        }
        assertEquals(0, shared.inFlight());
    }

    @Test
    void refusesWhatIsNoNumberOfCalls() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> SharedConcurrency.of(0));
        assertEquals("shared concurrency is 0; allowed: 1 to 1000000", refused.getMessage());
        assertFalse(SharedConcurrency.of(1).calls() > 1);
    }

    private static Optional<CompletableFuture<Reservation>> one(
            List<CompletableFuture<Reservation>> asked, Random random) {
        return asked.isEmpty() ? Optional.empty() : Optional.of(asked.remove(random.nextInt(asked.size())));
    }

    private static void end(CompletableFuture<Reservation> asked) {
        if (!asked.cancel(false)) {
            asked.join().settle(USAGE);
        }
    }
}
