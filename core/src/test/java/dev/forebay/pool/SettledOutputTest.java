package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Providers that reserve {@code max_tokens} and settle the answer by weight (Amazon Bedrock), against a model of one that knows
 * nothing of the pool.
 *
 * <p>Planted faults that it catches: the weight is left out at the end; what was reserved is kept.
 */
class SettledOutputTest {

    private static final int WEIGHT = 5;
    private static final double PER_SECOND = 10_000;
    private static final double CAPACITY = 10 * PER_SECOND;
    private static final int CALLS = 400;

    /** The provider: one bucket of tokens. */
    private static final class Provider {
        private double level = CAPACITY;
        private long nanos;
        private int refused;

        boolean arrives(double reserved, long now) {
            refill(now);
            if (reserved > level) {
                refused++;
                return false;
            }
            level -= reserved;
            return true;
        }

        void ends(double givenBack, long now) {
            refill(now);
            level += givenBack;
        }

        private void refill(long now) {
            level = Math.min(CAPACITY, level + (now - nanos) / 1e9 * PER_SECOND);
            nanos = now;
        }
    }

    @Test
    void keepsToTheLimitAndUsesIt() {
        TestPool test = new TestPool("tpm=600k,burst=10s", Metering.settled(WEIGHT));
        Provider provider = new Provider();
        Random random = new Random(5);
        long start = test.clock.nanoTime();
        double charged = 0;
        for (int call = 0; call < CALLS; call++) {
            long input = 500 + random.nextInt(2_000);
            long output = 50 + random.nextInt(250);
            Reservation held = test.await(Cost.tokens(input, output).maxOutputTokens(1_000));
            if (provider.arrives(input + 1_000, test.clock.nanoTime() - start)) {
                test.clock.schedule(Duration.ofSeconds(1), () -> {
                    provider.ends(1_000 - WEIGHT * output, test.clock.nanoTime() - start);
                    held.settle(Usage.tokens(input, output));
                });
                charged += input + WEIGHT * output;
            } else {
                held.settle(Signal.builder(Verdict.THROTTLED_RATE).build());
            }
        }
        double seconds = (test.clock.nanoTime() - start) / 1e9;
        assertEquals(0, provider.refused);
        double share = (charged - CAPACITY) / (PER_SECOND * seconds);
        assertTrue(share > 0.97, "the limit was used to " + share);
        test.clock.advance(Duration.ofSeconds(2));
        assertEquals(0, test.meter(Dimension.TOTAL_TOKENS).reserved());
    }

    @Test
    void theReserveIsGivenBackAndTheAnswerWeighed() {
        TestPool test = new TestPool("tpm=600k,burst=60s", Metering.settled(WEIGHT));
        Reservation held = test.take(Cost.tokens(1_000, 100).maxOutputTokens(4_000));
        assertEquals(595_000, test.meter(Dimension.TOTAL_TOKENS).level());
        held.settle(Usage.tokens(1_000, 100).withCache(300, 0));
        assertEquals(598_500, test.meter(Dimension.TOTAL_TOKENS).level(), "tokens read from the cache are free");
    }

    @Test
    void anAnswerThatWeighsMoreThanTheReserveIsHeld() {
        TestPool test = new TestPool("tpm=600k,burst=60s", Metering.settled(15));
        test.take(Cost.tokens(1_000, 500).maxOutputTokens(1_000));
        assertEquals(600_000 - 1_000 - 7_500, test.meter(Dimension.TOTAL_TOKENS).level());
    }

    @Test
    void azureKeepsWhatItReserved() {
        TestPool test = new TestPool("tpm=600k,burst=60s", Metering.RESERVED);
        test.take(Cost.tokens(1_000, 100).maxOutputTokens(4_000)).settle(Usage.tokens(1_000, 100));
        assertEquals(595_000, test.meter(Dimension.TOTAL_TOKENS).level());
    }

    @Test
    void refusesWeightsThatNobodyHas() {
        assertThrows(IllegalArgumentException.class, () -> Metering.settled(0));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Metering.settled(Metering.WEIGHT_MAX + 1));
        assertEquals("output weight is 101; allowed: 1 to 100", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Metering(Metering.Output.PRODUCED, 5, false, false));
    }
}
