package dev.forebay.pool;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What is known of a call's size before it is sent. Immutable.
 *
 * <p>Tokens are seldom known; bytes are. A pool learns how many tokens a byte makes, so give the UTF-8 bytes of the prompt
 * (without base64 blocks) unless the tokens are known exactly.
 */
public final class Cost {

    /** No provider takes more; a larger number is a mistake in the unit. */
    public static final long MAX = 1_000_000_000L;

    private final long inputBytes;
    private final OptionalLong inputTokens;
    private final OptionalLong outputTokens;
    private final OptionalLong maxOutputTokens;

    private Cost(long inputBytes, OptionalLong inputTokens, OptionalLong outputTokens, OptionalLong maxOutputTokens) {
        this.inputBytes = checked("input bytes", inputBytes);
        this.inputTokens = inputTokens;
        this.outputTokens = outputTokens;
        this.maxOutputTokens = maxOutputTokens;
        inputTokens.ifPresent(tokens -> checked("input tokens", tokens));
        outputTokens.ifPresent(tokens -> checked("output tokens", tokens));
        maxOutputTokens.ifPresent(tokens -> checked("max output tokens", tokens));
    }

    /** A call with this prompt. */
    public static Cost of(String prompt) {
        return ofBytes(prompt.getBytes(StandardCharsets.UTF_8).length);
    }

    /** A call whose prompt has so many UTF-8 bytes, 0 to {@value #MAX}. */
    public static Cost ofBytes(long inputBytes) {
        return new Cost(inputBytes, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** A call whose tokens are known, or reserved as given: each 0 to {@value #MAX}. */
    public static Cost tokens(long inputTokens, long outputTokens) {
        return new Cost(
                inputTokens,
                OptionalLong.of(inputTokens),
                OptionalLong.of(outputTokens),
                OptionalLong.of(outputTokens));
    }

    /**
     * The same with the {@code max_tokens} of the request.
     *
     * @param tokens 0 to {@value #MAX}; default: unknown, and then a budget of money refuses the call
     */
    public Cost maxOutputTokens(long tokens) {
        return new Cost(inputBytes, inputTokens, outputTokens, OptionalLong.of(tokens));
    }

    /** UTF-8 bytes of the prompt; for a cost in tokens, the tokens. */
    public long inputBytes() {
        return inputBytes;
    }

    /** Tokens of the prompt, if known. */
    public OptionalLong inputTokens() {
        return inputTokens;
    }

    /** Tokens of the answer, if known. */
    public OptionalLong outputTokens() {
        return outputTokens;
    }

    /** The most tokens that the answer may have, if known. */
    public OptionalLong maxOutputTokens() {
        return maxOutputTokens;
    }

    private static long checked(String name, long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 to " + MAX);
        }
        return value;
    }

    @Override
    public String toString() {
        return inputTokens.isPresent()
                ? inputTokens.getAsLong() + " input tokens, " + outputTokens.orElse(0) + " output tokens"
                : inputBytes + " input bytes, max output tokens "
                        + (maxOutputTokens.isPresent() ? maxOutputTokens.getAsLong() : "unknown");
    }
}
