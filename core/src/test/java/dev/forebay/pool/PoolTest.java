package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PoolTest {

    private final ManualClock clock = new ManualClock();

    private Pool pool(Quota... quotas) {
        return Pool.builder("test")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .limits(Limits.of(quotas))
                .executor(Runnable::run)
                .build();
    }

    @Test
    void grantsAtOnceWhenNothingBinds() {
        Pool pool = pool(Quota.perMinute(Dimension.REQUESTS, 600).withBurst(Duration.ofSeconds(60)));
        CompletableFuture<Reservation> first = pool.acquireAsync(Request.of(Cost.tokens(10, 10)));
        assertTrue(first.isDone());
        first.join().settle(Usage.tokens(10, 10));
        assertEquals(0, pool.snapshot().inFlight());
    }

    @Test
    void drainsAtTheRate() {
        Pool pool = pool(Quota.perMinute(Dimension.REQUESTS, 60).withBurst(Duration.ofSeconds(2)));
        List<Duration> starts = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            pool.acquireAsync(Request.of(Cost.tokens(10, 10))).thenAccept(reservation -> {
                starts.add(clock.elapsed());
                reservation.settle(Usage.tokens(10, 10));
            });
        }
        clock.advance(Duration.ofMinutes(1));
        assertEquals(10, starts.size());
        assertTrue(starts.get(9).toMillis() >= 8_000, starts::toString);
        assertTrue(starts.get(9).toMillis() <= 9_200, starts::toString);
    }

    @Test
    void aCancelledWaiterLeaves() {
        Pool pool = pool(Quota.perMinute(Dimension.REQUESTS, 60).withBurst(Duration.ofSeconds(2)));
        pool.acquireAsync(Request.of(Cost.tokens(1, 1)));
        CompletableFuture<Reservation> waiting = pool.acquireAsync(Request.of(Cost.tokens(1, 1)));
        assertFalse(waiting.isDone());
        assertEquals(1, pool.snapshot().waiting());
        waiting.cancel(false);
        assertEquals(0, pool.snapshot().waiting());
    }
}
