package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Deadlines, what a call would meet, interactive calls among bulk, and limits that were given wrongly.
 *
 * <p>Planted faults that it catches: those behind counted as going before; a place in the line that outlives its deadline; an
 * alarm that ends a call that has started; priorities ignored; a wrong limit said at every header, or never.
 */
class DeadlineTest {

    private static final Cost COST = Cost.tokens(1_000, 10);

    private final TestPool test = new TestPool("itpm=60k,burst=2s");

    @Test
    void aCallThatCannotMakeItFailsAtOnceAndSaysWhenItCould() {
        fill(30);
        CompletableFuture<Reservation> late = test.pool.acquireAsync(bulk().startWithin(Duration.ofSeconds(10)));
        DeadlineException refused = assertInstanceOf(DeadlineException.class, failure(late));
        assertEquals(29, refused.expected().toSeconds(), 2);
        assertTrue(refused.getMessage().startsWith("cannot start within 10.0 s; it is expected to start in "));
        assertEquals(30, test.pool.why().waiting() + test.pool.why().inFlight(), "it did not join");
        assertFalse(test.pool
                .acquireAsync(bulk().startWithin(Duration.ofSeconds(40)))
                .isDone());
    }

    @Test
    void onlyThoseWhoGoBeforeCount() {
        fill(30);
        Outlook bulk = test.pool.outlook(Request.of(COST).withPriority(Priority.BULK));
        Outlook interactive = test.pool.outlook(Request.of(COST).withPriority(Priority.INTERACTIVE));
        assertEquals(1, interactive.position());
        assertTrue(bulk.position() > 25);
        assertTrue(interactive.startsIn().toMillis() <= 1_000, interactive.toString());
        assertEquals("input tokens", bulk.binding());
    }

    @Test
    void whoHasNotStartedByThenLeavesTheLine() {
        fill(5);
        CompletableFuture<Reservation> asked =
                test.pool.acquireAsync(Request.of(COST).startWithin(Duration.ofSeconds(20)));
        test.pool.acquireAsync(Request.of(Cost.tokens(50_000, 10)).withPriority(Priority.INTERACTIVE));
        test.clock.advance(Duration.ofSeconds(21));
        assertInstanceOf(DeadlineException.class, failure(asked));
        CompletableFuture<Reservation> started = new TestPool("itpm=60k")
                .pool.acquireAsync(Request.of(Cost.tokens(1, 1)).startWithin(Duration.ZERO));
        assertTrue(started.isDone() && !started.isCompletedExceptionally());
    }

    @Test
    void anInteractiveCallAmongTenThousandStartsWithinTwoSeconds() {
        fill(10_000);
        test.clock.advance(Duration.ofSeconds(10));
        CompletableFuture<Reservation> interactive =
                test.pool.acquireAsync(Request.of(COST).withPriority(Priority.INTERACTIVE));
        test.clock.advance(Duration.ofSeconds(2));
        assertTrue(interactive.isDone());
    }

    @Test
    void aLimitThatWasGivenWronglyIsSaidOnce() {
        for (int call = 0; call < 3; call++) {
            test.await(COST)
                    .settle(Signal.builder(Verdict.SUCCEEDED)
                            .usage(Usage.tokens(1_000, 10))
                            .reading(TestPool.reading(Dimension.INPUT_TOKENS, 600_000, 90_000, 0))
                            .build());
        }
        List<Event.LimitDiffers> said = test.events(Event.LimitDiffers.class);
        assertEquals(1, said.size());
        assertEquals(600_000, said.get(0).actual());
        assertEquals(
                "60000 input tokens were given, the provider's limit is 600000",
                test.pool.why().remark());
    }

    private static Request bulk() {
        return Request.of(COST).withPriority(Priority.BULK);
    }

    private void fill(int calls) {
        for (int call = 0; call < calls; call++) {
            test.pool.acquireAsync(Request.of(COST).withPriority(Priority.BULK));
        }
    }

    private static Throwable failure(CompletableFuture<Reservation> asked) {
        assertTrue(asked.isDone());
        return Assertions.assertThrows(ExecutionException.class, asked::get).getCause();
    }
}
