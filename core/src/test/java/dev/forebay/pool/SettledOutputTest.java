package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
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
 * <p>Planted faults that it catches: the weight is left out at the end; what was reserved is kept; no margin for answers that
 * weigh more than the reserve, or one where none can.
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

    /** Answers of 60 tokens in the mean, most of them short, few much longer: at 15 permits a token about what was reserved. */
    @Test
    void answersThatWeighMoreThanTheirReserveAreNoThrottles() {
        TestPool test = new TestPool("otpm=600k,burst=10s", Metering.settled(15));
        Provider provider = new Provider();
        Random random = new Random(7);
        long start = test.clock.nanoTime();
        double charged = 0;
        for (int call = 0; call < CALLS; call++) {
            long output = 1 + Math.min(999, (long) (-60 * Math.log(1 - random.nextDouble())));
            Reservation held = test.await(Cost.ofBytes(100).maxOutputTokens(1_000));
            if (provider.arrives(1_000, test.clock.nanoTime() - start)) {
                test.clock.schedule(
                        Duration.ofMillis(1_000),
                        () -> provider.ends(1_000 - 15 * output, test.clock.nanoTime() - start));
                test.clock.schedule(Duration.ofMillis(1_300), () -> held.settle(Usage.tokens(30, output)));
                charged += 15 * output;
            } else {
                held.settle(Signal.builder(Verdict.THROTTLED_RATE).build());
            }
        }
        double seconds = (test.clock.nanoTime() - start) / 1e9;
        assertEquals(0, provider.refused);
        double share = (charged - CAPACITY) / (PER_SECOND * seconds);
        assertTrue(share > 0.9, "the limit was used to " + share);
    }

    @Test
    void onlyWhatMayGoBeyondTheReserveIsUnsure() {
        Metering five = Metering.settled(5);
        assertEquals(0, Metering.settled(1).sigma(Counted.OUTPUT_TOKENS, answer(900, 400, 1_000)));
        assertEquals(250, five.sigma(Counted.OUTPUT_TOKENS, answer(200, 50, 1_000)), "nothing to spare");
        assertEquals(250, five.sigma(Counted.OUTPUT_TOKENS, answer(400, 50, 1_000)), "the expected answer is held");
        assertEquals(125, five.sigma(Counted.OUTPUT_TOKENS, answer(100, 50, 1_000)), "a quarter of 500 is to spare");
        assertEquals(0, five.sigma(Counted.OUTPUT_TOKENS, answer(200, 50, 4_000)), "four deviations are to spare");
        assertEquals(0, five.sigma(Counted.OUTPUT_TOKENS, answer(200, 0, 1_000)));
        assertEquals(Math.hypot(30, 250), five.sigma(Counted.TOTAL_TOKENS, answer(200, 50, 1_000)));
        assertEquals(0, Metering.RESERVED.sigma(Counted.OUTPUT_TOKENS, answer(200, 50, 1_000)));
    }

    /** Before anything was learned an answer has 300 tokens, give or take 150, and all are wrong in the same direction. */
    @Test
    void whatAllAnswersShareIsWeighedToo() {
        Metering five = Metering.settled(5);
        Ledger ledger = new Ledger(five, new Estimator(), Limits.parse("otpm=600k,burst=60s"), 0);
        Demand demand = ledger.demand(Cost.ofBytes(100).maxOutputTokens(1_000));
        assertEquals(750 * 750, demand.variance(Counted.OUTPUT_TOKENS));
        assertEquals(2 * 750 * 750, ledger.doubt(Counted.OUTPUT_TOKENS, demand));
        Demand spare = ledger.demand(Cost.ofBytes(100).maxOutputTokens(9_000));
        assertEquals(0, ledger.doubt(Counted.OUTPUT_TOKENS, spare));
    }

    /** Whichever calls have ended at the provider and not here: four deviations of what they go beyond are kept. */
    @Test
    void theMarginOfManyCoversEverySomeOfThem() {
        Random random = new Random(11);
        Metering metering = Metering.settled(10);
        for (int life = 0; life < 2_000; life++) {
            double kept = 0;
            double variance = 0;
            double toSpare = 0;
            for (int call = 0; call < 1 + life % 50; call++) {
                Estimate answer = answer(50 + random.nextInt(200), random.nextInt(100), 1_000);
                double sigma = metering.sigma(Counted.OUTPUT_TOKENS, answer);
                kept += sigma * sigma;
                if (random.nextBoolean()) {
                    variance += Math.pow(10 * answer.outputSigma(), 2);
                    toSpare += metering.held(Counted.OUTPUT_TOKENS, answer) - 10 * answer.outputTokens();
                }
            }
            assertTrue(4 * Math.sqrt(variance) - toSpare <= 4 * Math.sqrt(kept) + 1e-6);
        }
    }

    private static Estimate answer(double mean, double sigma, double max) {
        return new Estimate(100, false, 30, 10, 100, 30, mean, sigma, max, true);
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
