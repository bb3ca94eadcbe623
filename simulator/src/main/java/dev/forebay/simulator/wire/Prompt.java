package dev.forebay.simulator.wire;

import dev.forebay.simulator.exchange.CountedRequest;
import java.util.OptionalLong;

/**
 * A request that was understood. Immutable.
 *
 * @param model as the client wrote it
 * @param text what the user says, without the system prompt
 * @param inputTokens all that the model reads, counted exactly
 * @param characters of the same, for providers that estimate
 * @param maxTokens the most output tokens that the client wants
 * @param stream whether the answer is to come in events
 * @param includeUsage whether a stream of OpenAI's form is to end with the usage
 * @param contentHash the same for the same system prompt and messages; see {@link Prompts#contentHash}
 */
public record Prompt(
        String model,
        String text,
        long inputTokens,
        long characters,
        OptionalLong maxTokens,
        boolean stream,
        boolean includeUsage,
        String contentHash) {

    /** No two counted requests are told apart by what they say. */
    private static final String NO_CONTENT = "0000000000000000";

    /** The request behind counts alone. */
    public static Prompt of(CountedRequest request) {
        return new Prompt(
                request.model(),
                "",
                request.inputTokens(),
                request.characters(),
                OptionalLong.of(request.maxTokens()),
                false,
                false,
                NO_CONTENT);
    }
}
