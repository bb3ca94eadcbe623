package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.SharedConcurrency;
import dev.forebay.time.ManualClock;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An executor that cannot make a thread throws an Error and no exception. */
class ExecutorErrorTest {

    @Test
    void aCallThatNoThreadTakesEnds() {
        SharedConcurrency shared = SharedConcurrency.of(1);
        Pool pool = Pool.builder("pool")
                .clock(new ManualClock())
                .limits(Limits.parse("rpm=600,burst=10s"))
                .sharedConcurrency(shared)
                .executor(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .build();
        CompletableFuture<String> result =
                pool.callAsync(Cost.tokens(10, 10), attempt -> CompletableFuture.completedFuture("never"));
        assertTrue(result.isCompletedExceptionally());
        assertEquals(0, shared.inFlight());
        assertEquals(0, pool.snapshot().inFlight());
    }
}
