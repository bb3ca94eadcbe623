package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Invariant T19: with half of the key taken by others at random instants, and let go again, the limit is used together, few
 * calls are refused, and alone again the pool is soon back; and T7 beside it: nobody is taken for a neighbour who is none.
 *
 * <p>Planted faults that it catches: no neighbour learned (429s); a share that is never forgotten (alone again); refill counted
 * that our own ledger clipped; the guards left out, with a capacity that is six times too large (T7).
 */
class NeighbourTest {

    private static final long PER_MINUTE = 600_000;
    private static final Duration TICK = Duration.ofMillis(20);

    private final Random random = new Random(7);
    private final ManualClock clock = new ManualClock();
    private final PlainProvider provider = new PlainProvider(clock, 7, true, Duration.ofSeconds(1))
            .limit(Dimension.REQUESTS, 6_000, 10)
            .limit(Dimension.INPUT_TOKENS, PER_MINUTE, 10);
    private final AtomicInteger neighbours = new AtomicInteger();

    @Test
    void theLimitIsUsedTogetherAndAloneAgainThePoolIsBack() {
        Pool pool = pool("");
        startNeighbour(Duration.ofMinutes(3));
        line(pool, 6_000);
        clock.advance(Duration.ofMinutes(1));
        assertEquals(0.5, pool.why().neighbourShare(), 0.2);
        assertTrue(
                pool.why().toString().contains("another program uses"),
                pool.why().toString());
        clock.advance(Duration.ofMinutes(2));
        double together = (provider.acceptedInput - PER_MINUTE / 6.0) / (3.0 * PER_MINUTE);
        assertTrue(together >= 0.97, "share " + together);
        clock.advance(Duration.ofSeconds(15));
        double before = provider.acceptedInput;
        clock.advance(Duration.ofMinutes(1));
        double alone = (provider.acceptedInput - before) / PER_MINUTE;
        assertTrue(alone >= 0.97, "share " + alone + ", neighbour " + pool.why().neighbourShare());
        assertTrue(provider.rejected * 1_000.0 <= 5.0 * provider.accepted, provider.rejected + " refused");
        pool.stop("seen enough");
    }

    @Test
    void aCapacityGuessedFarTooLargeStarvesNobody() {
        Pool pool = pool("itpm=600k,burst=60s");
        line(pool, 6_000);
        for (int minute = 0; minute < 6; minute++) {
            double before = provider.acceptedInput;
            clock.advance(Duration.ofMinutes(1));
            double share = (provider.acceptedInput - before) / PER_MINUTE;
            assertTrue(share >= 0.9, "share " + share + " in minute " + minute);
        }
        pool.stop("seen enough");
    }

    private Pool pool(String limits) {
        return Pool.builder("key")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .limits(limits.isEmpty() ? Limits.unknown() : Limits.parse(limits))
                .executor(Runnable::run)
                .build();
    }

    private void line(Pool pool, int calls) {
        for (int call = 0; call < calls; call++) {
            long tokens = 100L + random.nextInt(1_200);
            pool.callAsync(Cost.tokens(tokens, 10), attempt -> {
                CompletableFuture<String> answer = new CompletableFuture<>();
                provider.send(tokens, 10, signal -> {
                    attempt.settle(signal);
                    answer.complete(signal.verdict() == Verdict.SUCCEEDED ? "answer" : "refusal");
                });
                return answer;
            });
        }
    }

    /** Somebody who takes half of the limit in calls of their own at random instants, as far as there is something. */
    private void startNeighbour(Duration until) {
        if (clock.elapsed().compareTo(until) >= 0) {
            return;
        }
        PlainProvider.Bucket bucket = Objects.requireNonNull(provider.buckets.get(Dimension.INPUT_TOKENS));
        double calls = PER_MINUTE / 2.0 / 700 / 60 * TICK.toMillis() / 1_000;
        if (random.nextDouble() < calls && bucket.level(clock.nanoTime()) > 1_500) {
            double tokens = 100 + random.nextInt(1_200);
            bucket.level -= tokens;
            provider.acceptedInput += tokens;
            neighbours.incrementAndGet();
        }
        clock.schedule(TICK, () -> startNeighbour(until));
    }
}
