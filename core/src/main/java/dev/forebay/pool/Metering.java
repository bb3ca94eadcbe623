package dev.forebay.pool;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;

/**
 * How a provider charges calls to its limits. Immutable.
 *
 * @param output when and how output tokens are charged
 * @param cacheReads whether prompt tokens served from a cache are charged; most providers give them free
 * @param rejectedRequests whether a throttled call is charged to the requests all the same, as OpenAI documents
 */
public record Metering(Output output, boolean cacheReads, boolean rejectedRequests) {

    /** How output tokens are charged. */
    public enum Output {
        /** As they are produced; {@code max_tokens} plays no part (Anthropic, documented since February 2026). */
        PRODUCED,

        /** Up front, the larger of {@code max_tokens} and an estimate of the prompt by characters (OpenAI). */
        LARGER_OF_MAX_AND_PROMPT,

        /** Up front, {@code max_tokens} on top of the prompt (Azure). */
        RESERVED
    }

    /** Output as produced, cached prompts free, throttled calls free: as at Anthropic. */
    public static final Metering AS_PRODUCED = new Metering(Output.PRODUCED, false, false);

    /** The larger of {@code max_tokens} and the prompt, throttled calls charged: as at OpenAI. */
    public static final Metering UP_FRONT = new Metering(Output.LARGER_OF_MAX_AND_PROMPT, true, true);

    /** OpenAI's own estimate, seen in recorded headers: characters / 4 and a few for the frame. */
    private static final long BYTES_PER_TOKEN = 4;

    private static final long FRAME_TOKENS = 16;

    /** The permits, in tokens or calls, that a call holds while it is in flight. */
    double held(Counted counted, Estimate estimate) {
        return switch (counted) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> estimate.inputTokens();
            case OUTPUT_TOKENS -> output == Output.PRODUCED ? estimate.outputTokens() : estimate.maxOutputTokens();
            case TOTAL_TOKENS -> total(estimate);
            case OTHER -> 0;
        };
    }

    /** The standard deviation of what a call holds, in permits. */
    double sigma(Counted counted, Estimate estimate) {
        double outputSigma = output == Output.PRODUCED ? estimate.outputSigma() : 0;
        return switch (counted) {
            case REQUESTS, OTHER -> 0;
            case INPUT_TOKENS -> estimate.inputSigma();
            case OUTPUT_TOKENS -> outputSigma;
            case TOTAL_TOKENS ->
                output == Output.LARGER_OF_MAX_AND_PROMPT ? 0 : Math.hypot(estimate.inputSigma(), outputSigma);
        };
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

    private double total(Estimate estimate) {
        if (output == Output.PRODUCED) {
            return estimate.inputTokens() + estimate.outputTokens();
        }
        if (output == Output.RESERVED) {
            return estimate.inputTokens() + estimate.maxOutputTokens();
        }
        double prompt = estimate.inputTokensKnown()
                ? estimate.inputTokens()
                : (double) estimate.inputBytes() / BYTES_PER_TOKEN + FRAME_TOKENS;
        return Math.max(prompt, estimate.maxOutputTokens());
    }

    /** The permits that a call of this usage is charged in the end. */
    double charged(Counted counted, Usage usage, double held) {
        boolean produced = output == Output.PRODUCED;
        return switch (counted) {
            case REQUESTS, OTHER -> held;
            case INPUT_TOKENS -> input(usage);
            case OUTPUT_TOKENS -> produced ? usage.outputTokens() : held;
            case TOTAL_TOKENS -> produced ? input(usage) + usage.outputTokens() : held;
        };
    }

    private double input(Usage usage) {
        return (double) usage.inputTokens() + usage.cacheWriteTokens() + (cacheReads ? usage.cacheReadTokens() : 0);
    }

    /** Whether a header's value for this dimension is from the end of the call, after the charge. */
    boolean chargedAtEnd(Dimension dimension) {
        return output == Output.PRODUCED && dimension.equals(Dimension.OUTPUT_TOKENS);
    }
}
