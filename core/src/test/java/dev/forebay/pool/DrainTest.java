package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Drains thousands of calls in virtual time, and holds the share of the limit that was used and the 429s to the numbers of the
 * README: against a plain provider, over a few seeds.
 *
 * <p>Planted faults that it catches: headers that set the level to {@code remaining} (429s); the calls in flight subtracted
 * from it once more (share); the burst never learned (share); a reservation left open by a throttle.
 */
class DrainTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final int SEEDS = 2;

    private static final class Drained {
        private double share;
        private int rejected;
        private int early;
    }

    @Test
    void limitsKnown() {
        Drained drained = drain("rpm=1200,itpm=600k,otpm=120k,burst=10s", 10, SECOND);
        assertHolds(drained, 0.99, 2);
    }

    @Test
    void limitsKnownAndCallsThatTakeTenSeconds() {
        Drained drained = drain("rpm=1200,itpm=600k,otpm=120k,burst=10s", 10, TEN_SECONDS);
        assertHolds(drained, 0.99, 2);
    }

    @Test
    void limitsKnownAndAShortBurst() {
        Drained drained = drain("rpm=1200,itpm=600k,otpm=120k,burst=3s", 3, SECOND);
        assertHolds(drained, 0.98, 4);
    }

    @Test
    void burstUnknown() {
        Drained drained = drain("rpm=1200,itpm=600k,otpm=120k", 10, SECOND);
        assertHolds(drained, 0.985, 2);
    }

    @Test
    void nothingKnown() {
        Drained drained = drain("", 10, SECOND);
        assertHolds(drained, 0.98, 2);
    }

    @Test
    void nothingKnownAndTheSmallestTier() {
        Drained drained = new Drained();
        for (long seed = 1; seed <= SEEDS; seed++) {
            drain(drained, provider(50, 30_000, 8_000, 60, SECOND, seed), Limits.unknown(), 600, seed);
        }
        assertHolds(drained, 0.97, 2);
    }

    private static void assertHolds(Drained drained, double shareMin, int rejectedMax) {
        double share = drained.share / SEEDS;
        assertTrue(share >= shareMin, () -> "share " + share + ", expected " + shareMin);
        assertTrue(drained.rejected <= rejectedMax, () -> drained.rejected + " rejected, expected " + rejectedMax);
        assertEquals(0, drained.early, "calls sent after a retry-after and before it ran out");
    }

    private static Drained drain(String limits, double burstSeconds, Duration latency) {
        Drained drained = new Drained();
        for (long seed = 1; seed <= SEEDS; seed++) {
            PlainProvider provider = provider(1_200, 600_000, 120_000, burstSeconds, latency, seed);
            drain(drained, provider, limits.isEmpty() ? Limits.unknown() : Limits.parse(limits), 2_500, seed);
        }
        return drained;
    }

    private static PlainProvider provider(
            long requests, long input, long output, double burstSeconds, Duration latency, long seed) {
        return new PlainProvider(new ManualClock(), seed, true, latency)
                .limit(Dimension.REQUESTS, requests, burstSeconds)
                .limit(Dimension.INPUT_TOKENS, input, burstSeconds)
                .limit(Dimension.OUTPUT_TOKENS, output, burstSeconds);
    }

    private static void drain(Drained drained, PlainProvider provider, Limits limits, int calls, long seed) {
        Pool pool = Pool.builder("drain")
                .clock(provider.clock)
                .randomness(Randomness.seeded(seed))
                .limits(limits)
                .executor(Runnable::run)
                .build();
        Random random = new Random(seed);
        int[] done = new int[1];
        for (int call = 0; call < calls; call++) {
            long input = Math.max(20, Math.round(1_500 * Math.exp(random.nextGaussian() * 0.8)));
            long output = Math.max(1, Math.round(200 * Math.exp(random.nextGaussian() * 0.5)));
            long bytes = Math.round(input * 3.2 * (1 + random.nextGaussian() * 0.05));
            Cost cost = Cost.ofBytes(bytes).maxOutputTokens(1_024);
            pool.callAsync(cost, attempt -> ask(provider, input, output, attempt))
                    .thenAccept(answer -> done[0]++);
        }
        while (done[0] < calls && provider.clock.runNext()) {
            assertTrue(provider.clock.elapsed().toHours() < 24, "the drain hangs");
        }
        assertEquals(calls, done[0]);
        Snapshot snapshot = pool.snapshot();
        assertEquals(0, snapshot.inFlight());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved()));
        drained.share += provider.share();
        drained.rejected += provider.rejected;
        drained.early += provider.earlyAfterRetryAfter;
    }

    private static CompletableFuture<String> ask(PlainProvider provider, long input, long output, Attempt attempt) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        provider.send(input, output, signal -> {
            attempt.observe(signal.readings());
            attempt.settle(signal);
            answer.complete(signal.verdict() == Verdict.SUCCEEDED ? "answer" : "refusal");
        });
        return answer;
    }
}
