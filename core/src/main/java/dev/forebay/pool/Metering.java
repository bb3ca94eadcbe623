package dev.forebay.pool;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;

/**
 * How a provider charges calls to its limits. Immutable.
 *
 * @param output when and how output tokens are charged
 * @param outputWeight for {@link Output#SETTLED}: the permits that each token of the answer is charged, 1 to
 *     {@value #WEIGHT_MAX}; 1 for all others
 * @param cacheReads whether prompt tokens served from a cache are charged; most providers give them free
 * @param rejectedRequests whether a throttled call is charged to the requests all the same, as OpenAI documents
 */
public record Metering(Output output, int outputWeight, boolean cacheReads, boolean rejectedRequests) {

    /** How output tokens are charged. */
    public enum Output {
        /** As they are produced; {@code max_tokens} plays no part (Anthropic, documented since February 2026). */
        PRODUCED,

        /** Up front, the larger of {@code max_tokens} and an estimate of the prompt by characters (OpenAI). */
        LARGER_OF_MAX_AND_PROMPT,

        /** Up front, {@code max_tokens} on top of the prompt, whatever is produced (Azure). */
        RESERVED,

        /** Up front like {@link #RESERVED}; at the end that is given back, and what was produced is charged by weight (Bedrock). */
        SETTLED
    }

    /** Output as produced, cached prompts free, throttled calls free: as at Anthropic. */
    public static final Metering AS_PRODUCED = new Metering(Output.PRODUCED, 1, false, false);

    /** The larger of {@code max_tokens} and the prompt, throttled calls charged: as at OpenAI. */
    public static final Metering UP_FRONT = new Metering(Output.LARGER_OF_MAX_AND_PROMPT, 1, true, true);

    /** {@code max_tokens} on top of the prompt, throttled calls free: as at Azure. */
    public static final Metering RESERVED = new Metering(Output.RESERVED, 1, true, false);

    /** No provider is known to weigh output by more than 15. */
    public static final int WEIGHT_MAX = 100;

    /** Checks the weight. */
    public Metering {
        boolean weighs = output == Output.SETTLED;
        if (outputWeight < 1 || outputWeight > (weighs ? WEIGHT_MAX : 1)) {
            throw new IllegalArgumentException("output weight is " + outputWeight + "; allowed: "
                    + (weighs ? "1 to " + WEIGHT_MAX : "1, since only settled output is weighed"));
        }
    }

    /**
     * As at Amazon Bedrock: prompt and {@code max_tokens} are reserved, and in the end prompts outside the cache are charged and
     * the answer's tokens by weight. Give every call its {@code max_tokens}: without it Bedrock reserves the most that the model
     * can write.
     *
     * @param outputWeight Bedrock's burndown rate of the model, 1 to {@value #WEIGHT_MAX}: 5 for Claude up to 4.7, 10 or 15 for
     *     later ones, 1 for most others (Amazon Bedrock User Guide, "How tokens are counted")
     */
    public static Metering settled(int outputWeight) {
        return new Metering(Output.SETTLED, outputWeight, false, false);
    }

    /** OpenAI's own estimate, seen in recorded headers: characters / 4 and a few for the frame. */
    private static final long BYTES_PER_TOKEN = 4;

    private static final long FRAME_TOKENS = 16;

    /** The permits, in tokens or calls, that a call holds while it is in flight. */
    double held(Counted counted, Estimate estimate) {
        return switch (counted) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> estimate.inputTokens();
            case OUTPUT_TOKENS -> heldOutput(estimate);
            case TOTAL_TOKENS -> total(estimate);
            case OTHER -> 0;
        };
    }

    /** Whether total tokens are those of the prompt, as they are estimated, and of the answer. */
    boolean countsPrompt() {
        return output != Output.LARGER_OF_MAX_AND_PROMPT;
    }

    /** The standard deviation of what a call may be charged above what it holds, in permits. */
    double sigma(Counted counted, Estimate estimate) {
        double outputSigma = outputSigma(estimate);
        return switch (counted) {
            case REQUESTS, OTHER -> 0;
            case INPUT_TOKENS -> estimate.inputSigma();
            case OUTPUT_TOKENS -> outputSigma;
            case TOTAL_TOKENS ->
                output == Output.LARGER_OF_MAX_AND_PROMPT ? 0 : Math.hypot(estimate.inputSigma(), outputSigma);
        };
    }

    private double outputSigma(Estimate estimate) {
        return switch (output) {
            case PRODUCED -> estimate.outputSigma();
            case LARGER_OF_MAX_AND_PROMPT, RESERVED -> 0;
            case SETTLED -> beyondHeld(estimate);
        };
    }

    /*
     * What is charged in the end, the weighed answer, has the mean w m, which is a less than what is held, and the deviation
     * w s. Only what goes beyond what is held was not reserved. Of any calls that have ended there and not yet here, that is
     * z |w s| - sum of a at z deviations (|.| is the root of the sum of the squares), and by the triangle inequality no more
     * than z |w s - a / z|: so a z-th of the slack comes off each deviation, and the floor keeps as many of them as ever.
     */
    private double beyondHeld(Estimate estimate) {
        double held = heldOutput(estimate);
        if (estimate.maxOutputTokensKnown() && outputWeight * estimate.maxOutputTokens() <= held) {
            return 0;
        }
        double slack = held - outputWeight * estimate.outputTokens();
        return Math.max(0, outputWeight * estimate.outputSigma() - slack / Floor.SIGMAS);
    }

    /** The most that a call of this size can turn out to hold. */
    double heldMax(Counted counted, Estimate estimate) {
        // Tokens that a caller counted are not the provider's count.
        double input = estimate.inputTokensKnown() ? 2 * estimate.inputTokens() : estimate.inputTokensHigh();
        return switch (counted) {
            case REQUESTS, OTHER -> held(counted, estimate);
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> estimate.maxOutputTokens();
            case TOTAL_TOKENS -> input + estimate.maxOutputTokens();
        };
    }

    private double heldOutput(Estimate estimate) {
        return switch (output) {
            case PRODUCED -> estimate.outputTokens();
            case LARGER_OF_MAX_AND_PROMPT, RESERVED -> estimate.maxOutputTokens();
            // The weighed answer may be more than was reserved, and is charged before its end is known here.
            case SETTLED -> Math.max(estimate.maxOutputTokens(), outputWeight * estimate.outputTokens());
        };
    }

    private double total(Estimate estimate) {
        if (countsPrompt()) {
            return estimate.inputTokens() + heldOutput(estimate);
        }
        double prompt = estimate.inputTokensKnown()
                ? estimate.inputTokens()
                : (double) estimate.inputBytes() / BYTES_PER_TOKEN + FRAME_TOKENS;
        return Math.max(prompt, estimate.maxOutputTokens());
    }

    /** Whether a call is charged in the end what it held, whatever its usage. */
    boolean keepsHeld(Counted counted) {
        return switch (counted) {
            case REQUESTS, OTHER -> true;
            case INPUT_TOKENS -> false;
            case OUTPUT_TOKENS, TOTAL_TOKENS -> output != Output.PRODUCED && output != Output.SETTLED;
        };
    }

    /** The permits that a call of this usage is charged in the end, where it is not what it held. */
    double charged(Counted counted, Usage usage) {
        return switch (counted) {
            case REQUESTS, OTHER -> 0;
            case INPUT_TOKENS -> input(usage);
            case OUTPUT_TOKENS -> weighed(usage);
            case TOTAL_TOKENS -> input(usage) + weighed(usage);
        };
    }

    private double weighed(Usage usage) {
        return (double) outputWeight * usage.outputTokens();
    }

    private double input(Usage usage) {
        return (double) usage.inputTokens() + usage.cacheWriteTokens() + (cacheReads ? usage.cacheReadTokens() : 0);
    }

    /** Whether a header's value for this dimension is from the end of the call, after the charge. */
    boolean chargedAtEnd(Dimension dimension) {
        return output == Output.PRODUCED && dimension.equals(Dimension.OUTPUT_TOKENS);
    }
}
