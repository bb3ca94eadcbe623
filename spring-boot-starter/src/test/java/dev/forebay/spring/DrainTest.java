package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A context that closes lets the calls finish that are in flight, tells those who wait, and starts no other. */
class DrainTest {

    private static final Cost COST = Cost.of("hello").maxOutputTokens(10);

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(ForebayAutoConfiguration.class);

    @Test
    void closesWhenNothingIsInFlight() throws Exception {
        Pool pool = context.getBean(Forebay.class)
                .pool(
                        "one",
                        builder -> builder.limits(
                                dev.forebay.limit.Limits.unknown().withConcurrency(1)));
        Reservation inFlight = pool.acquire(COST);
        CompletableFuture<Reservation> waiting = pool.acquireAsync(Request.of(COST));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
        ExecutionException told = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
        assertTrue(String.valueOf(told.getMessage()).contains("the application is shutting down"), told::toString);
        assertFalse(closed.isDone(), "closed with a call in flight");
        inFlight.cancel();
        closed.get(20, TimeUnit.SECONDS);
        assertTrue(pool.stopped().isPresent());
    }

    @Test
    void saysThatItHasStoppedWhenTheLastCallHasEnded() throws Exception {
        Forebay forebay = Forebay.create();
        List<Reservation> inFlight =
                List.of(forebay.pool("one").acquire(COST), forebay.pool("two").acquire(COST));
        List<String> said = new ArrayList<>();
        new ForebayDrain(forebay).stop(() -> said.add("stopped"));
        inFlight.get(0).settle(Usage.tokens(1, 1));
        assertEquals(List.of(), said);
        inFlight.get(1).cancel();
        assertEquals(List.of("stopped"), said);
    }

    @Test
    void aContextThatIsOnlyPausedKeepsItsPools() {
        try (context) {
            Pool pool = context.getBean(Forebay.class).pool("one");
            context.pause();
            context.restart();
            assertTrue(pool.stopped().isEmpty());
        }
    }
}
