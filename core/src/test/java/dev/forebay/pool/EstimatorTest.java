package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The estimator learns a constant and a slope, starts low, and cannot be talked into nonsense.
 *
 * <p>Planted faults that it catches: a ratio in place of a constant and a slope; no drift, so that a thousand
 * calls that fitted outweigh those that no longer do; a saved state read without a check.
 */
class EstimatorTest {

    private final Estimator estimator = new Estimator();
    private final Random random = new Random(31);

    @Test
    void startsAtTwoPointSevenBytesAToken() {
        Estimate estimate = estimator.estimate(Cost.ofBytes(2_700).maxOutputTokens(100));
        assertEquals(1_000, estimate.inputTokens(), 0.001);
        assertEquals(100, estimate.outputTokens());
        assertEquals(100, estimate.maxOutputTokens());
        assertTrue(estimate.inputSigma() > 0);
        assertTrue(estimate.inputTokensLow() <= 2_700 / 12.0);
        assertTrue(estimate.inputTokensHigh() >= 2_700, "a token has a byte or more");
    }

    @Test
    void learnsAConstantAndASlope() {
        for (int call = 0; call < 300; call++) {
            long bytes = 500L + random.nextInt(20_000);
            learn(bytes, Math.round(420 + bytes / 3.6), 200);
        }
        for (long bytes : new long[] {100, 2_000, 60_000}) {
            double truth = 420 + bytes / 3.6;
            double estimate = estimate(bytes).inputTokens();
            assertEquals(truth, estimate, 0.02 * truth, bytes + " bytes");
        }
        assertTrue(estimate(10_000).inputSigma() < 0.02 * estimate(10_000).inputTokens(), "and knows how well");
    }

    @Test
    void followsAChangeOfThePrompts() {
        for (int call = 0; call < 2_000; call++) {
            long bytes = 500L + random.nextInt(20_000);
            learn(bytes, bytes / 4, 200);
        }
        for (int call = 0; call < 1_500; call++) {
            long bytes = 500L + random.nextInt(20_000);
            learn(bytes, bytes / 2, 50);
        }
        assertEquals(5_000, estimate(10_000).inputTokens(), 250);
        assertEquals(50, estimate(10_000).outputTokens(), 5);
    }

    @Test
    void promptsOfOneSizeDoNotSpoilTheEstimateOfOthers() {
        for (int call = 0; call < 50_000; call++) {
            learn(3_000, Math.round(1_000 + random.nextGaussian() * 10), 100);
        }
        assertEquals(1_000, estimate(3_000).inputTokens(), 30);
        assertEquals(10_000, estimate(30_000).inputTokens(), 1_500);
        for (int call = 0; call < 300; call++) {
            long bytes = 500L + random.nextInt(20_000);
            learn(bytes, Math.round(550 + bytes * 0.15), 200);
        }
        for (long bytes : new long[] {100, 2_000, 60_000}) {
            double truth = 550 + bytes * 0.15;
            assertEquals(truth, estimate(bytes).inputTokens(), 0.1 * truth, bytes + " bytes");
        }
    }

    @Test
    void takesTheTokensThatAreKnown() {
        Estimate estimate = estimator.estimate(Cost.tokens(1_234, 56));
        assertEquals(1_234, estimate.inputTokens());
        assertEquals(1_234, estimate.inputTokensLow());
        assertEquals(0, estimate.inputSigma());
        assertEquals(56, estimate.outputTokens());
        assertEquals(0, estimate.outputSigma());
    }

    @Test
    void outputIsAMeanAndItsSpread() {
        for (int call = 0; call < 2_000; call++) {
            learn(1_000, 300, random.nextBoolean() ? 100 : 300);
        }
        assertEquals(200, estimate(1_000).outputTokens(), 30);
        assertEquals(100, estimate(1_000).outputSigma(), 15);
    }

    @Test
    void survivesGarbage() {
        long[] sizes = {0, 1, 999, 1_000_000, Cost.MAX};
        for (int call = 0; call < 20_000; call++) {
            long bytes = sizes[random.nextInt(sizes.length)];
            learn(bytes, sizes[random.nextInt(sizes.length)], sizes[random.nextInt(sizes.length)]);
            Estimate estimate = estimate(sizes[random.nextInt(sizes.length)]);
            assertTrue(estimate.inputTokens() >= 1 && Double.isFinite(estimate.inputTokens()), estimate::toString);
            assertTrue(estimate.outputTokens() >= 0 && Double.isFinite(estimate.outputTokens()), estimate::toString);
            assertTrue(estimate.inputSigma() >= 0 && Double.isFinite(estimate.inputSigma()), estimate::toString);
            assertTrue(estimate.outputSigma() >= 0 && Double.isFinite(estimate.outputSigma()), estimate::toString);
        }
    }

    @Test
    void isSavedAndLoaded() {
        for (int call = 0; call < 100; call++) {
            learn(1_000 + 10 * call, 500 + 3 * call, 70);
        }
        Map<String, String> state = new HashMap<>();
        estimator.save(state);
        Estimator other = new Estimator();
        other.load(state);
        Cost cost = Cost.ofBytes(2_345);
        assertEquals(estimator.estimate(cost), other.estimate(cost));
    }

    @Test
    void ignoresASavedStateThatIsNone() {
        String fine = saved();
        for (String wrong : new String[] {
            "",
            "x",
            "1 2 3",
            fine + " 1",
            fine.replaceFirst("[^ ]+", "x"),
            fine.replaceFirst("[^ ]+", "NaN"),
            fine.replaceFirst("[^ ]+", "Infinity"),
            fine.replaceFirst("^([^ ]+ [^ ]+) [^ ]+", "$1 -1.0")
        }) {
            Estimator other = new Estimator();
            other.load(Map.of("estimator", wrong));
            assertEquals(fine, saved(other), "'" + wrong + "'");
        }
        assertFalse(fine.isEmpty());
    }

    private String saved() {
        return saved(estimator);
    }

    private static String saved(Estimator estimator) {
        Map<String, String> state = new HashMap<>();
        estimator.save(state);
        return state.getOrDefault("estimator", "");
    }

    private Estimate estimate(long bytes) {
        return estimator.estimate(Cost.ofBytes(bytes));
    }

    private void learn(long bytes, long input, long output) {
        estimator.learn(estimate(bytes), Usage.tokens(input, output));
    }
}
