package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Invariants T8 and T12: whoever may start has started, to the nanosecond, whatever happened last; those of one priority start
 * in the order of their arrival; a throttled call comes back to its own place; whoever leaves delays nobody.
 *
 * <p>Planted faults that it catches: no look at the line after a settle, a cancel, a header, a departure or an impossible head;
 * an alarm that is not moved when the head changes; a throttled call at the end of the line.
 */
class LineTest {

    private static final List<Priority> PRIORITIES = List.of(Priority.BULK, Priority.NORMAL, Priority.INTERACTIVE);
    private static final Cost COST = Cost.tokens(100, 10);

    @Test
    void whoeverMayStartHasStarted() {
        int checked = 0;
        for (long seed = 1; seed <= 40; seed++) {
            checked += live(new Random(seed), seed % 3 == 0 ? "" : "rpm=600,itpm=60k,otpm=6k,concurrency=12,burst=5s");
        }
        assertTrue(checked > 2_000, "only " + checked + " exact starts were seen");
    }

    /** Does something random, looks when the head should start, and sees it start then: not earlier, not later. */
    private int live(Random random, String limits) {
        TestPool test = new TestPool(limits);
        List<Reservation> flying = new ArrayList<>();
        List<CompletableFuture<Reservation>> waiting = new ArrayList<>();
        int[] starts = new int[1];
        int checked = 0;
        for (int step = 0; step < 300; step++) {
            act(random, test, flying, waiting, starts);
            Why why = test.pool.why();
            assertFalse(why.waiting() > 0 && why.binding().isEmpty(), "the head may start and does not");
            Optional<Duration> startsIn = why.startsIn();
            if (why.waiting() > 0 && startsIn.isPresent() && random.nextBoolean()) {
                int before = starts[0];
                test.clock.advance(startsIn.get().minusNanos(1));
                assertEquals(before, starts[0], why::toString);
                test.clock.advance(Duration.ofNanos(1));
                assertTrue(starts[0] > before, why::toString);
                checked++;
            } else {
                test.clock.advance(Duration.ofMillis(random.nextInt(40)));
            }
        }
        return checked;
    }

    private static void act(
            Random random,
            TestPool test,
            List<Reservation> flying,
            List<CompletableFuture<Reservation>> waiting,
            int[] starts) {
        waiting.removeIf(CompletableFuture::isDone);
        int kind = random.nextInt(10);
        if (kind < 5) {
            Cost cost = Cost.tokens(random.nextInt(1_500), random.nextInt(150));
            Priority priority = PRIORITIES.get(random.nextInt(3));
            CompletableFuture<Reservation> asked =
                    test.pool.acquireAsync(Request.of(cost).withPriority(priority));
            asked.thenAccept(reservation -> {
                starts[0]++;
                flying.add(reservation);
            });
            waiting.add(asked);
        } else if (kind == 5 && !waiting.isEmpty()) {
            waiting.remove(random.nextInt(waiting.size())).cancel(false);
        } else if (!flying.isEmpty()) {
            end(random, flying.remove(random.nextInt(flying.size())));
        }
    }

    private static void end(Random random, Reservation reservation) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            reservation.cancel();
        } else if (kind == 1) {
            reservation.settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofMillis(1 + random.nextInt(900))));
        } else if (kind == 2) {
            reservation.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY));
        } else {
            reservation.settle(Signal.builder(Verdict.SUCCEEDED)
                    .usage(Usage.tokens(random.nextInt(1_500), random.nextInt(150)))
                    .reading(TestPool.reading(dev.forebay.signal.Dimension.REQUESTS, 600, random.nextInt(60), 0))
                    .build());
        }
    }

    @Test
    void onePriorityStartsInTheOrderOfArrival() {
        TestPool test = new TestPool("rpm=600,burst=2s");
        List<Integer> order = new ArrayList<>();
        for (int call = 0; call < 100; call++) {
            int number = call;
            Priority priority = PRIORITIES.get(call % 3);
            test.pool
                    .acquireAsync(Request.of(COST).withPriority(priority))
                    .thenAccept(reservation -> order.add(number));
        }
        test.clock.advance(Duration.ofMinutes(1));
        assertEquals(100, order.size());
        for (int remainder = 0; remainder < 3; remainder++) {
            int mine = remainder;
            List<Integer> same =
                    order.stream().filter(number -> number % 3 == mine).toList();
            assertEquals(same.stream().sorted().toList(), same);
        }
        List<Integer> later = order.subList(5, 30);
        assertTrue(later.stream().allMatch(number -> number % 3 == 2), () -> "interactive first: " + order);
    }

    @Test
    void aThrottledCallKeepsItsPlace() {
        TestPool test = new TestPool("rpm=600,burst=2s,concurrency=1");
        List<String> order = new ArrayList<>();
        Reservation early = test.take(COST);
        for (int call = 0; call < 5; call++) {
            test.ask(COST).thenAccept(reservation -> {
                order.add("later");
                reservation.cancel();
            });
        }
        early.settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(5)));
        test.again(early, COST).thenAccept(reservation -> {
            order.add("early");
            reservation.cancel();
        });
        test.clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of("early", "later", "later", "later", "later", "later"), order);
    }

    @Test
    void whoeverLeavesDelaysNobody() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Duration> all = starts(seed, false);
            List<Duration> fewer = starts(seed, true);
            for (int call = 0; call < all.size(); call++) {
                if (call % 4 != 0) {
                    int number = call;
                    assertTrue(
                            fewer.get(call).compareTo(all.get(call)) <= 0,
                            () -> "call " + number + " starts at " + fewer.get(number) + ", before at "
                                    + all.get(number));
                }
            }
        }
    }

    /** When each of 60 calls starts, all there from the beginning; every fourth leaves after a second if so wanted. */
    private static List<Duration> starts(long seed, boolean someLeave) {
        Random random = new Random(seed);
        TestPool test = new TestPool("rpm=600,itpm=60k,burst=3s");
        List<Duration> starts = new ArrayList<>();
        List<CompletableFuture<Reservation>> waiting = new ArrayList<>();
        for (int call = 0; call < 60; call++) {
            int number = call;
            starts.add(Duration.ofDays(1));
            CompletableFuture<Reservation> asked = test.ask(Cost.tokens(random.nextInt(3_000), 0));
            asked.thenAccept(reservation -> starts.set(number, test.clock.elapsed()));
            waiting.add(asked);
        }
        test.clock.advance(Duration.ofSeconds(1));
        for (int call = 0; someLeave && call < 60; call += 4) {
            waiting.get(call).cancel(false);
        }
        test.clock.advance(Duration.ofMinutes(10));
        return starts;
    }

    @Test
    void anImpossibleHeadDoesNotHoldTheOthers() {
        TestPool test = new TestPool("rpm=6000,itpm=1000,burst=60s,concurrency=1");
        Reservation busy = test.take(COST);
        CompletableFuture<Reservation> impossible = test.ask(Cost.tokens(1_001, 10));
        CompletableFuture<Reservation> next = test.ask(COST);
        busy.cancel();
        test.clock.advance(Duration.ofSeconds(10));
        assertTrue(impossible.isCompletedExceptionally());
        assertEquals(
                "the call needs more input tokens than the limit of 1000 gives in a whole period",
                impossible
                        .handle((reservation, failure) -> String.valueOf(failure.getMessage()))
                        .join());
        assertTrue(next.isDone());
    }

    @Test
    void aNewcomerDoesNotOvertakeTheLine() {
        TestPool test = new TestPool("rpm=60,burst=2s");
        test.await(COST);
        test.await(COST);
        CompletableFuture<Reservation> first = test.ask(COST);
        assertTrue(test.pool.tryAcquire(Cost.tokens(0, 0)).isEmpty());
        test.clock.advance(Duration.ofSeconds(3));
        assertTrue(first.isDone());
    }
}
