package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Drains thousands of calls in virtual time and looks at the share of the limit that was used, and at the 429s. */
class DrainTest {

    record Result(double share, int rejected, int early, int done, double seconds, Snapshot snapshot) {}

    static Result drain(PlainProvider provider, Limits limits, int calls, long seed) {
        ManualClock clock = provider.clock;
        Pool pool = Pool.builder("drain")
                .clock(clock)
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
            pool.callAsync(Cost.ofBytes(bytes).maxOutputTokens(1_024), attempt -> {
                        java.util.concurrent.CompletableFuture<String> answer =
                                new java.util.concurrent.CompletableFuture<>();
                        provider.send(input, output, signal -> {
                            attempt.observe(signal.readings());
                            attempt.settle(signal);
                            answer.complete(signal.verdict() == Verdict.SUCCEEDED ? "answer" : "refusal");
                        });
                        return answer;
                    })
                    .thenAccept(answer -> done[0]++);
        }
        while (done[0] < calls && clock.runNext()) {
            assertTrue(clock.elapsed().toHours() < 24, "the drain hangs");
        }
        return new Result(
                provider.share(),
                provider.rejected,
                provider.earlyAfterRetryAfter,
                done[0],
                clock.elapsed().toMillis() / 1e3,
                pool.snapshot());
    }

    static PlainProvider provider(
            long rpm, long itpm, long otpm, double burst, long latencyMillis, boolean headers, long seed) {
        return new PlainProvider(new ManualClock(), seed, headers, Duration.ofMillis(latencyMillis))
                .limit(Dimension.REQUESTS, rpm, burst)
                .limit(Dimension.INPUT_TOKENS, itpm, burst)
                .limit(Dimension.OUTPUT_TOKENS, otpm, burst);
    }

    @Test
    void table() {
        for (String limits :
                new String[] {"rpm=1200,itpm=600k,otpm=120k,burst=10s", "rpm=1200,itpm=600k,otpm=120k", ""}) {
            for (long[] row : new long[][] {
                {1200, 600_000, 120_000, 10, 1000},
                {1200, 600_000, 120_000, 10, 10000},
                {4000, 400_000, 200_000, 60, 1000},
                {1200, 600_000, 120_000, 3, 1000},
                {50, 30_000, 8_000, 60, 1000}
            }) {
                if (!limits.isEmpty() && row[0] != 1200) continue;
                double share = 0;
                int rejected = 0;
                int early = 0;
                int worst = 0;
                int calls = row[0] == 50 ? 600 : 5000;
                for (long seed = 1; seed <= 5; seed++) {
                    Result result = drain(
                            provider(row[0], row[1], row[2], (double) row[3], row[4], true, seed),
                            limits.isEmpty() ? Limits.unknown() : Limits.parse(limits),
                            calls,
                            seed);
                    share += result.share / 5;
                    rejected += result.rejected;
                    early += result.early;
                    worst = Math.max(worst, result.rejected);
                    assertEquals(calls, result.done);
                    for (Snapshot.MeterSnapshot meter : result.snapshot.meters()) assertEquals(0, meter.reserved());
                }
                System.out.printf(
                        Locale.ROOT,
                        "limits=%s %s share %.2f %% rejected %.2f per 1,000 (worst seed %d) early %d%n",
                        limits,
                        java.util.Arrays.toString(row),
                        share * 100,
                        rejected / 5.0 / calls * 1000,
                        worst,
                        early);
            }
        }
    }
}
