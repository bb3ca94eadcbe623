package dev.forebay.pool;

import dev.forebay.signal.Usage;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Learns how many tokens a call will use: input as a + b x bytes, output as a mean. Not thread-safe.
 */
final class Estimator {

    /*
     * Why a + b x bytes. Tool schemas, the system prompt and the frame around a message are constants; a ratio alone blames
     * them on the text and is wrong for short and long prompts in opposite directions.
     *
     * Why a Kalman filter. It is least squares in five numbers, without a history, for a line that drifts, so it follows a
     * change of the prompts. The usual exponential forgetting would not do: prompts of one size say nothing about the slope,
     * and what is forgotten but never told again grows without bound.
     * The first line comes from a prior: 2.7 bytes a token and no constant, which is about what tokenizers of 2026 give for
     * English, and is low for most other text: an over-estimate is refunded when the call is settled, an under-estimate
     * is a 429. The prior's weight is a few observations only.
     *
     * Why a shared variance. The errors of n calls are independent only as far as the texts differ. As long as the line itself
     * is uncertain, all are wrong in the same direction, and their sum grows with n, not with its root. The covariance of the
     * line says by how much; it falls as answers come in.
     *
     * Why each error is weighed by the size of its call and by nothing that is learned: if the learned spread stood in,
     * calls that once fitted well would outweigh thousands of newer ones.
     *
     * Why the mean. Reserving a high quantile per call wastes the difference n times over; errors of n calls grow with the
     * square root of n. The pool keeps one margin for all of them (see Meter).
     *
     * Reference: R. E. Kalman, A New Approach to Linear Filtering and Prediction Problems, Journal of Basic Engineering, 1960.
     */

    private static final double BYTES_PER_TOKEN = 2.7;

    /** The prompt can't have fewer tokens than this many bytes each: longer tokens exist, whole texts of them do not. */
    private static final double BYTES_PER_TOKEN_MAX = 12;

    /** What a provider may add to a prompt unseen: frame, hidden tool prompt. For the worst case of money. */
    private static final double FRAME_TOKENS_MAX = 1_000;

    /** How far the line moves from call to call; so the newest weighs about 1/200, and a change is learned in hundreds. */
    private static final double DRIFT_CONSTANT = 0.25;

    private static final double DRIFT_SLOPE = 0.1;

    /** How far texts of one size differ in tokens; sets how fast the prior gives way. */
    private static final double RELATIVE_NOISE = 0.05;

    /** The relative error that is assumed before anything was learned. */
    private static final double RELATIVE_SIGMA_START = 0.15;

    /** Expected output before any was seen, unless max_tokens is less. */
    private static final double OUTPUT_TOKENS_START = 300;

    private static final double SMOOTHING = 0.02;

    /** Until so many answers each one weighs the same; from then on the newest weighs {@link #SMOOTHING}. */
    private static final long SMOOTHED_FROM = 50;

    /** Tokens are whole: a smaller square says nothing, and numbers that sink towards zero are a hundred times slower to reckon with. */
    private static final double SQUARE_MIN = 1e-9;

    /** As {@link Double#toString} writes finite ones. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}\\.[0-9]{1,20}(E-?[0-9]{1,3})?|[0-9]{1,18}");

    private static final double SIGMA_CONSTANT_MAX = 300;
    private static final double SIGMA_SLOPE_MAX = 150;

    // Tokens = constant + slope x kilobytes, and the covariance of both.
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
     * What many calls use together.
     *
     * @param inputTokens the mean of the sum
     * @param inputVariance the variance of the sum
     * @param outputTokens the mean of the sum
     * @param outputVariance the variance of the sum
     */
    record Sum(double inputTokens, double inputVariance, double outputTokens, double outputVariance) {}

    /**
     * What calls use together of which only the sum of the sizes is known.
     *
     * @param sizesSquared the mean of their squared sizes over the square of the mean
     */
    Sum sum(long calls, long bytes, double sizesSquared) {
        int shared = (int) Math.min(Integer.MAX_VALUE, calls);
        double input = Math.max(calls, constant * calls + slope * bytes / 1_000);
        return new Sum(
                input,
                relativeSquare * sizesSquared * input * input / calls + sharedInputVariance(shared, bytes),
                outputMean * calls,
                outputSigma() * outputSigma() * calls + sharedOutputVariance(shared));
    }

    /** How many answers were learned from. */
    long observed() {
        return observed;
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
        double gainOutput = observed < SMOOTHED_FROM ? 1.0 / (observed + 1) : SMOOTHING;
        double outputError = usage.outputTokens() - outputMean;
        outputMean += gainOutput * outputError;
        outputSquare = smoothed(outputSquare, outputError * outputError, gainOutput);
        observed++;
        if (!estimate.inputTokensKnown() && usage.promptTokens() > 0) {
            learnInput(estimate.inputBytes() / 1_000.0, (double) usage.promptTokens());
        }
    }

    private void learnInput(double kilobytes, double tokens) {
        double expected = constant + slope * kilobytes;
        double error = tokens - expected;
        double size = Math.max(tokens, expected);
        double noise = Math.max(1, RELATIVE_NOISE * RELATIVE_NOISE * size * size);
        double gainNumeratorConstant = varianceConstant + covariance * kilobytes;
        double gainNumeratorSlope = covariance + varianceSlope * kilobytes;
        double denominator = noise + gainNumeratorConstant + kilobytes * gainNumeratorSlope;
        double gainConstant = gainNumeratorConstant / denominator;
        double gainSlope = gainNumeratorSlope / denominator;
        constant += gainConstant * error;
        slope += gainSlope * error;
        varianceConstant -= gainConstant * gainNumeratorConstant;
        covariance -= gainConstant * gainNumeratorSlope;
        varianceSlope -= gainSlope * gainNumeratorSlope;
        drift();
        double relative = error / Math.max(1, tokens);
        relativeSquare = smoothed(relativeSquare, Math.min(1, relative * relative), SMOOTHING * 2);
    }

    private static double smoothed(double square, double newest, double gain) {
        return Math.max(SQUARE_MIN, square + gain * (newest - square));
    }

    /** By the next call the line may have moved a little; what no call has told for long is bounded. */
    private void drift() {
        varianceConstant += DRIFT_CONSTANT * DRIFT_CONSTANT;
        varianceSlope += DRIFT_SLOPE * DRIFT_SLOPE;
        double scaleConstant = Math.min(1, SIGMA_CONSTANT_MAX / Math.sqrt(varianceConstant));
        double scaleSlope = Math.min(1, SIGMA_SLOPE_MAX / Math.sqrt(varianceSlope));
        varianceConstant *= scaleConstant * scaleConstant;
        covariance *= scaleConstant * scaleSlope;
        varianceSlope *= scaleSlope * scaleSlope;
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
            if (!NUMBER.matcher(parts[index]).matches()) {
                return;
            }
            values[index] = Double.parseDouble(parts[index]);
        }
        boolean possible = values[2] > 0
                && values[4] > 0
                && values[3] * values[3] <= values[2] * values[4]
                && values[5] >= 0
                && values[6] >= 0
                && values[7] >= 0
                && values[8] >= 0;
        if (!possible) {
            return;
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
