package dev.forebay.pool;

import dev.forebay.signal.Usage;
import java.util.Map;

/**
 * Learns how many tokens a call will use: input as a + b x bytes, output as a mean. Not thread-safe.
 */
final class Estimator {

    /*
     * Why a + b x bytes. Tool schemas, the system prompt and the frame around a message are constants; a ratio alone blames
     * them on the text and is wrong for short and long prompts in opposite directions.
     *
     * Why recursive least squares. It needs five numbers, no history, and follows a change of the prompts by forgetting.
     * The first line comes from a prior: 2.7 bytes a token and no constant, which is about what tokenizers of 2026 give for
     * English, and is low for most other text: an over-estimate is refunded when the call is settled, an under-estimate
     * is a 429. The prior's weight is a few observations only.
     *
     * Why a shared variance. The errors of n calls are independent only as far as the texts differ. As long as the line itself
     * is uncertain, all are wrong in the same direction, and their sum grows with n, not with its root. The covariance of the
     * line says by how much; it falls as answers come in.
     *
     * Why the mean. Reserving a high quantile per call wastes the difference n times over; errors of n calls grow with the
     * square root of n. The pool keeps one margin for all of them (see Meter).
     *
     * Reference: recursive least squares with exponential forgetting, e.g. S. Haykin, Adaptive Filter Theory, chapter 10.
     */

    private static final double BYTES_PER_TOKEN = 2.7;

    /** The prompt can't have fewer tokens than this many bytes each: longer tokens exist, whole texts of them do not. */
    private static final double BYTES_PER_TOKEN_MAX = 12;

    /** What a provider may add to a prompt unseen: frame, hidden tool prompt. For the worst case of money. */
    private static final double FRAME_TOKENS_MAX = 1_000;

    /** A weight of 1/500 for the newest call: a change of prompts is learned in a few hundred. */
    private static final double FORGETTING = 0.998;

    /** The relative error that is assumed before anything was learned. */
    private static final double RELATIVE_SIGMA_START = 0.15;

    /** Expected output before any was seen, unless max_tokens is less. */
    private static final double OUTPUT_TOKENS_START = 300;

    private static final double SMOOTHING = 0.02;

    // Tokens = constant + slope x kilobytes; the covariance of both, up to the noise.
    private double constant;
    private double slope = 1_000 / BYTES_PER_TOKEN;
    private double varianceConstant = 60 * 60;
    private double covariance;
    private double varianceSlope = 150 * 150;
    private double relativeSquare = RELATIVE_SIGMA_START * RELATIVE_SIGMA_START;
    private double outputMean = OUTPUT_TOKENS_START;
    private double outputSquare;
    private long observed;

    Estimate estimate(Cost cost) {
        boolean known = cost.inputTokens().isPresent();
        double bytes = (double) cost.inputBytes();
        double mean = known ? (double) cost.inputTokens().getAsLong() : Math.max(1, constant + slope * bytes / 1_000);
        double low = known ? mean : bytes / BYTES_PER_TOKEN_MAX;
        double high = known ? mean : bytes + FRAME_TOKENS_MAX;
        double sigma = known ? 0 : mean * Math.sqrt(relativeSquare);
        double max = (double) cost.maxOutputTokens().orElse(Cost.MAX);
        double output = cost.outputTokens().isPresent() ? cost.outputTokens().getAsLong() : Math.min(max, outputMean);
        double outputSigma = cost.outputTokens().isPresent() ? 0 : Math.min(max, outputSigma());
        return new Estimate(
                cost.inputBytes(),
                known,
                mean,
                Math.min(low, mean),
                high,
                sigma,
                output,
                outputSigma,
                cost.maxOutputTokens().isPresent() ? max : output,
                cost.maxOutputTokens().isPresent());
    }

    /**
     * The variance of the part of the error that all calls in flight share, since it comes from what is not learned yet.
     *
     * @param calls in flight
     * @param bytes of all their prompts
     */
    double sharedInputVariance(int calls, long bytes) {
        double kilobytes = bytes / 1_000.0;
        double variance = varianceConstant * calls * calls
                + 2 * covariance * calls * kilobytes
                + varianceSlope * kilobytes * kilobytes;
        return Math.max(0, variance);
    }

    /** The same for output. */
    double sharedOutputVariance(int calls) {
        double sigma = outputSigma();
        return sigma * sigma * calls * calls / Math.max(1, Math.min(observed, 1 / SMOOTHING));
    }

    void learn(Estimate estimate, Usage usage) {
        double gainOutput = Math.max(SMOOTHING, 1.0 / (observed + 1));
        double outputError = usage.outputTokens() - outputMean;
        outputMean += gainOutput * outputError;
        outputSquare += gainOutput * (outputError * outputError - outputSquare);
        observed++;
        if (!estimate.inputTokensKnown() && usage.promptTokens() > 0) {
            learnInput(estimate.inputBytes() / 1_000.0, (double) usage.promptTokens());
        }
    }

    private void learnInput(double kilobytes, double tokens) {
        double expected = constant + slope * kilobytes;
        double error = tokens - expected;
        double noise = Math.max(1, relativeSquare * tokens * tokens);
        double gainNumeratorConstant = varianceConstant + covariance * kilobytes;
        double gainNumeratorSlope = covariance + varianceSlope * kilobytes;
        double denominator = noise + gainNumeratorConstant + kilobytes * gainNumeratorSlope;
        double gainConstant = gainNumeratorConstant / denominator;
        double gainSlope = gainNumeratorSlope / denominator;
        constant += gainConstant * error;
        slope += gainSlope * error;
        varianceConstant = Math.min(1e6, (varianceConstant - gainConstant * gainNumeratorConstant) / FORGETTING);
        covariance = (covariance - gainConstant * gainNumeratorSlope) / FORGETTING;
        varianceSlope = Math.min(1e6, (varianceSlope - gainSlope * gainNumeratorSlope) / FORGETTING);
        double relative = error / Math.max(1, tokens);
        relativeSquare += SMOOTHING * 2 * (Math.min(1, relative * relative) - relativeSquare);
    }

    private double outputSigma() {
        return observed == 0 ? outputMean / 2 : Math.sqrt(outputSquare);
    }

    void save(Map<String, String> state) {
        state.put(
                "estimator",
                constant + " " + slope + " " + varianceConstant + " " + covariance + " " + varianceSlope + " "
                        + relativeSquare + " " + outputMean + " " + outputSquare + " " + observed);
    }

    void load(Map<String, String> state) {
        String[] parts = state.getOrDefault("estimator", "").split(" ");
        if (parts.length != 9) {
            return;
        }
        double[] values = new double[parts.length];
        for (int index = 0; index < parts.length; index++) {
            values[index] = Double.parseDouble(parts[index]);
            if (!Double.isFinite(values[index])) {
                return;
            }
        }
        constant = values[0];
        slope = values[1];
        varianceConstant = values[2];
        covariance = values[3];
        varianceSlope = values[4];
        relativeSquare = values[5];
        outputMean = values[6];
        outputSquare = values[7];
        observed = (long) values[8];
    }
}
