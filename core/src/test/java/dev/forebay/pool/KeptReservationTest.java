package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** {@link Attempt#keep}: a streamed answer is settled by whoever reads it, after the code of the attempt has returned. */
class KeptReservationTest {

    private static final Cost COST = Cost.tokens(100, 10);

    private final TestPool test = new TestPool("rpm=600,itpm=60000,burst=60s");
    private final Pool pool = test.pool;

    @Test
    void aStreamHoldsItsPermitsUntilItIsSettled() throws Exception {
        Reservation kept = pool.call(COST, Attempt::keep);
        assertEquals(1, pool.snapshot().inFlight());
        assertEquals(100, test.meter(Dimension.INPUT_TOKENS).reserved());
        assertEquals(Outcome.Kind.SUCCEEDED, kept.settle(Usage.tokens(40, 5)).kind());
        nothingIsHeld();
        assertEquals(40, test.meter(Dimension.INPUT_TOKENS).usedLastMinute());
    }

    @Test
    void withoutBlockingItIsTheSame() {
        Reservation kept = pool.callAsync(COST, attempt -> CompletableFuture.completedFuture(attempt.keep()))
                .join();
        assertEquals(1, pool.snapshot().inFlight());
        kept.settle(Usage.tokens(40, 5));
        nothingIsHeld();
    }

    @Test
    void codeThatThrowsKeepsNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> pool.call(COST, attempt -> {
                    attempt.keep().place();
                    throw new IllegalStateException("after keeping");
                }));
        nothingIsHeld();
    }

    @Test
    void anAnswerThatComesAfterTheCallWasGivenUpIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        List<Reservation> kept = new ArrayList<>();
        CompletableFuture<AutoCloseable> answer = new CompletableFuture<>();
        CompletableFuture<AutoCloseable> deaf = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return false;
            }
        };
        CompletableFuture<Void> passed = answer.thenAccept(deaf::complete);
        CompletableFuture<AutoCloseable> result = pool.callAsync(COST, attempt -> {
            kept.add(attempt.keep());
            return deaf;
        });
        assertTrue(result.cancel(true));
        assertFalse(closed.get());
        answer.complete(() -> {
            closed.set(true);
            kept.get(0).close();
        });
        assertTrue(passed.isDone());
        assertTrue(closed.get());
        nothingIsHeld();
    }

    @Test
    void aReaderThatNeverEndsIsEndedByTheLease() throws Exception {
        Reservation kept = pool.call(COST, Attempt::keep);
        test.clock.advance(Duration.ofMinutes(16));
        nothingIsHeld();
        assertEquals(Outcome.Kind.CANCELLED, kept.settle(Usage.tokens(40, 5)).kind());
    }

    private void nothingIsHeld() {
        assertEquals(0, pool.snapshot().inFlight());
        assertEquals(0, pool.snapshot().waiting());
        pool.snapshot().meters().forEach(meter -> assertEquals(0, meter.reserved()));
    }
}
