package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Invariant T7: with a line that is never empty and a provider that is honest, at least half of the limit is used in every
 * minute, in the corners too: calls larger than the bucket, headers that show nothing, limits that change.
 *
 * <p>Planted faults that it catches: a header's zero taken for an empty bucket for good; a large call that waits for more than
 * the bucket holds; a floor above the capacity; a window that never opens again.
 */
class LivenessTest {

    /** Longer than ten minutes' work in each test. */
    private static final int LINE = 8_000;

    private static final long PER_MINUTE = 30_000;

    /** One bucket, honest, and headers as it likes. */
    private static class Provider {
        final ManualClock clock = new ManualClock();
        final List<Long> usedByMinute = new ArrayList<>();
        final Random random = new Random(101);
        double capacity = PER_MINUTE / 60.0 * 5;
        double level = capacity;
        long atNanos = clock.nanoTime();
        int concurrencyMax = Integer.MAX_VALUE;
        int inFlight;
        int refused;
        int accepted;

        CompletableFuture<String> ask(long tokens, Attempt attempt) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            clock.schedule(Duration.ofMillis(random.nextInt(40)), () -> {
                Signal signal = arrive(tokens);
                boolean taken = signal.verdict() == Verdict.SUCCEEDED;
                inFlight += taken ? 1 : 0;
                clock.schedule(Duration.ofMillis(taken ? 700 + random.nextInt(600) : 20), () -> {
                    inFlight -= taken ? 1 : 0;
                    attempt.settle(signal);
                    answer.complete("answer");
                });
            });
            return answer;
        }

        private Signal arrive(long tokens) {
            long now = clock.nanoTime();
            level = Math.min(capacity, level + (now - atNanos) * (PER_MINUTE / 60e9));
            atNanos = now;
            if (inFlight >= concurrencyMax) {
                refused++;
                return TestPool.said(Verdict.THROTTLED_CONCURRENCY);
            }
            double missing = Math.min(tokens, capacity) - level;
            if (missing > 1e-6) {
                refused++;
                return Signal.builder(Verdict.THROTTLED_RATE)
                        .dimension(Dimension.INPUT_TOKENS)
                        .retryAfter(Duration.ofSeconds((long) Math.ceil(missing / (PER_MINUTE / 60.0))))
                        .build();
            }
            level -= tokens;
            accepted++;
            int minute = (int) clock.elapsed().toMinutes();
            while (usedByMinute.size() <= minute) {
                usedByMinute.add(0L);
            }
            usedByMinute.set(minute, usedByMinute.get(minute) + tokens);
            Signal.Builder signal = Signal.builder(Verdict.SUCCEEDED).usage(Usage.tokens(tokens, 0));
            shown(level).ifPresent(signal::reading);
            return signal.build();
        }

        Optional<LimitReading> shown(double level) {
            return Optional.of(reading(Math.max(0, (long) level), 0));
        }

        static LimitReading reading(long remaining, long rounding) {
            return TestPool.reading(Dimension.INPUT_TOKENS, PER_MINUTE, remaining, rounding);
        }
    }

    private static Pool run(Provider provider, String limits, int tokensMax) {
        Pool pool = Pool.builder("live")
                .clock(provider.clock)
                .randomness(Randomness.seeded(3))
                .limits(limits.isEmpty() ? Limits.unknown() : Limits.parse(limits))
                .executor(Runnable::run)
                .build();
        for (int call = 0; call < LINE; call++) {
            long tokens = 1L + provider.random.nextInt(tokensMax);
            pool.callAsync(Cost.ofBytes(tokens * 3).maxOutputTokens(10), attempt -> provider.ask(tokens, attempt));
        }
        provider.clock.advance(Duration.ofMinutes(10));
        pool.stop("seen enough");
        return pool;
    }

    private static void assertAlive(Provider provider) {
        assertTrue(provider.usedByMinute.size() >= 10, "it came to a halt");
        for (int minute = 0; minute < 10; minute++) {
            long used = provider.usedByMinute.get(minute);
            int number = minute;
            assertTrue(used >= PER_MINUTE / 2, () -> used + " of " + PER_MINUTE + " in minute " + number);
        }
        assertTrue(
                provider.refused <= provider.accepted / 20 + 5,
                () -> provider.refused + " refused, " + provider.accepted + " accepted");
    }

    @Test
    void callsLargerThanTheBucket() {
        for (String limits : new String[] {"", "itpm=30k", "itpm=30k,burst=5s"}) {
            Provider provider = new Provider();
            run(provider, limits, 9_000);
            assertAlive(provider);
        }
    }

    @Test
    void headersThatAlwaysShowNothing() {
        for (long always : new long[] {0, 500}) {
            for (String limits : new String[] {"", "itpm=30k", "itpm=30k,burst=5s"}) {
                Provider provider = new Provider() {
                    @Override
                    Optional<LimitReading> shown(double level) {
                        return Optional.of(reading(always, 500));
                    }
                };
                run(provider, limits, 900);
                assertAlive(provider);
            }
        }
    }

    @Test
    void noHeadersAtAll() {
        Provider provider = new Provider() {
            @Override
            Optional<LimitReading> shown(double level) {
                return Optional.empty();
            }
        };
        run(provider, "itpm=30k", 900);
        assertAlive(provider);
    }

    @Test
    void aBucketSmallerThanAnyCall() {
        Provider provider = new Provider();
        provider.capacity = 300;
        provider.level = 300;
        run(provider, "", 5_000);
        assertAlive(provider);
    }

    @Test
    void aCapOnConcurrencyIsFoundAndHeld() {
        Provider provider = new Provider();
        provider.concurrencyMax = 12;
        Pool pool = run(provider, "", 40);
        int cap = pool.snapshot().concurrencyCap();
        assertTrue(cap >= 8 && cap <= 13, () -> "cap " + cap);
        assertTrue(
                provider.refused * 1_000L <= provider.accepted * 40L,
                () -> provider.refused + " refused, " + provider.accepted + " accepted");
        long accepted = provider.accepted;
        assertTrue(accepted >= 10 * 60 * 12 * 0.75, () -> accepted + " accepted in ten minutes by twelve at a time");
    }

    @Test
    void aWindowThatAFewThrottlesClosedOpensAgain() {
        Provider provider = new Provider();
        Pool pool = Pool.builder("window")
                .clock(provider.clock)
                .randomness(Randomness.seeded(3))
                .executor(Runnable::run)
                .build();
        for (int call = 0; call < 5_000; call++) {
            pool.callAsync(Cost.tokens(10, 10), attempt -> {
                provider.concurrencyMax = provider.clock.elapsed().toSeconds() < 20 ? 2 : 1_000;
                return provider.ask(10, attempt);
            });
        }
        provider.clock.advance(Duration.ofSeconds(19));
        assertTrue(pool.snapshot().concurrencyCap() <= 3);
        provider.clock.advance(Duration.ofMinutes(3));
        assertTrue(pool.snapshot().concurrencyCap() >= 15, () -> pool.snapshot().toString());
        pool.stop("seen enough");
    }
}
