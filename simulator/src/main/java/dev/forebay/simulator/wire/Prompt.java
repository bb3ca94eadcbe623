package dev.forebay.simulator.wire;

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
        String contentHash) {}
