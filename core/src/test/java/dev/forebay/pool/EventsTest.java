package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The tree of events: each grant has exactly one end, and nobody who listens can disturb the pool.
 *
 * <p>Planted faults that it catches: a grant by {@link Pool#tryAcquire} that is not announced; two ends of one reservation; a
 * grant that is lost since a listener threw; a listener called with the lock held.
 */
class EventsTest {

    private static final Cost COST = Cost.tokens(100, 10);

    @Test
    void eachGrantHasExactlyOneEnd() {
        Random random = new Random(71);
        TestPool test = new TestPool("rpm=6000,itpm=600k,burst=10s,concurrency=20");
        List<Reservation> all = new ArrayList<>();
        List<Reservation> open = new ArrayList<>();
        for (int call = 0; call < 2_000; call++) {
            if (random.nextBoolean()) {
                test.pool.tryAcquire(COST).ifPresent(open::add);
            } else {
                CompletableFuture<Reservation> asked = test.ask(COST);
                asked.thenAccept(open::add);
                test.clock.advance(Duration.ofMillis(random.nextInt(100)));
                asked.cancel(false);
            }
            if (!open.isEmpty() && random.nextInt(4) > 0) {
                Reservation one = open.remove(random.nextInt(open.size()));
                all.add(one);
                end(random, one);
                end(random, all.get(random.nextInt(all.size())));
            }
        }
        test.clock.advance(Duration.ofHours(1));
        int granted = test.events(Event.Granted.class).size();
        int ends = test.events(Event.Settled.class).size()
                + test.events(Event.Cancelled.class).size()
                + test.events(Event.Expired.class).size();
        assertTrue(granted > 200);
        assertEquals(granted, ends);
        assertEquals(all.size() + open.size(), granted);
        assertEquals(0, test.pool.snapshot().inFlight());
        assertTrue(test.events(Event.Expired.class).size() > 0, "some were forgotten");
    }

    private static void end(Random random, Reservation reservation) {
        int kind = random.nextInt(40);
        if (kind == 0) {
            reservation.cancel();
        } else if (kind == 1) {
            reservation.close();
        } else if (kind < 36) {
            reservation.settle(Usage.tokens(90, 9));
        }
    }

    @Test
    void saysHowLongACallWaitedAndTook() {
        TestPool test = new TestPool("rpm=60,burst=2s,concurrency=1");
        Reservation busy = test.take(COST);
        CompletableFuture<Reservation> waiting = test.ask(COST);
        test.clock.advance(Duration.ofSeconds(3));
        busy.settle(TestPool.said(Verdict.TRANSIENT));
        assertTrue(waiting.isDone());
        assertEquals(
                List.of(
                        new Event.Granted("test", Duration.ZERO),
                        new Event.Settled("test", busySignal(test), Duration.ofSeconds(3), 0),
                        new Event.Granted("test", Duration.ofSeconds(3))),
                test.events);
    }

    private static dev.forebay.signal.Signal busySignal(TestPool test) {
        return test.events(Event.Settled.class).get(0).signal();
    }

    @Test
    void saysThatACallIsMadeAgain() {
        TestPool test = new TestPool("rpm=6000,burst=10s");
        List<Verdict> answers =
                new ArrayList<>(List.of(Verdict.TRANSIENT, Verdict.THROTTLED_CONCURRENCY, Verdict.SUCCEEDED));
        CompletableFuture<String> call = test.pool.callAsync(COST, attempt -> {
            attempt.settle(TestPool.said(answers.remove(0)));
            return CompletableFuture.completedFuture("answer");
        });
        test.clock.advance(Duration.ofMinutes(1));
        assertEquals("answer", call.getNow("none"));
        List<Event.Retried> retries = test.events(Event.Retried.class);
        assertEquals(
                List.of(true, false),
                retries.stream().map(Event.Retried::attemptUsed).toList());
        assertTrue(retries.get(0).delay().compareTo(Duration.ZERO) > 0, retries::toString);
        List<Class<?>> order = new ArrayList<>();
        test.events.forEach(event -> order.add(event.getClass()));
        assertEquals(
                List.of(Event.Granted.class, Event.Settled.class, Event.Retried.class),
                order.subList(0, 3),
                "after the end of the attempt");
    }

    @Test
    void saysWhatACallCost() {
        TestPool test = new TestPool("rpm=6000,burst=10s");
        Pool priced = test.builder.price(Price.parse("in=2,out=10")).build();
        priced.tryAcquire(COST).orElseThrow().settle(Usage.tokens(90, 9));
        priced.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.THROTTLED_RATE));
        test.take(COST).settle(Usage.tokens(90, 9));
        assertEquals(
                List.of(90 * 2_000L + 9 * 10_000L, 0L, 0L),
                test.events(Event.Settled.class).stream()
                        .map(Event.Settled::nanoDollars)
                        .toList());
    }

    @Test
    void aListenerThatThrowsDisturbsNothing() {
        for (Throwable thrown : new Throwable[] {new IllegalStateException(), new AssertionError()}) {
            ManualClock clock = new ManualClock();
            AtomicInteger told = new AtomicInteger();
            Pool pool = Pool.builder("listened")
                    .clock(clock)
                    .randomness(Randomness.seeded(1))
                    .limits(Limits.parse("rpm=6000,burst=10s,concurrency=1"))
                    .listener(event -> {
                        told.incrementAndGet();
                        throwIt(thrown);
                    })
                    .build();
            List<CompletableFuture<Reservation>> asked = new ArrayList<>();
            for (int call = 0; call < 5; call++) {
                asked.add(pool.acquireAsync(Request.of(COST)));
            }
            for (CompletableFuture<Reservation> one : asked) {
                assertTrue(one.isDone(), () -> "a grant was lost to " + thrown);
                one.join().settle(Usage.tokens(1, 1));
                clock.advance(Duration.ofSeconds(1));
            }
            assertEquals(10, told.get());
            assertEquals(0, pool.snapshot().inFlight());
        }
    }

    private static void throwIt(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @Test
    void aListenerMayAskThePool() {
        ManualClock clock = new ManualClock();
        List<Integer> inFlight = new ArrayList<>();
        List<Pool> pools = new ArrayList<>();
        Pool pool = Pool.builder("asked")
                .clock(clock)
                .limits(Limits.parse("rpm=6000,burst=10s"))
                .listener(event -> CompletableFuture.runAsync(
                                () -> inFlight.add(pools.get(0).snapshot().inFlight()))
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .build();
        pools.add(pool);
        pool.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        assertEquals(List.of(1, 0), inFlight, "from another thread, so the lock is free");
    }
}
