package dev.forebay.simulator.exchange;

/**
 * A request of which only the counts are known: what a provider meters, without the text. So millions of calls can be
 * simulated in virtual time. Its reply has the headers of a real one; a success has no body. Immutable.
 *
 * @param route the path, which decides the form of the headers and what is charged: {@code /v1/messages} or
 *     {@code /v1/chat/completions}
 * @param client whose waits are told apart from those of other clients with the same key
 * @param model the model, which decides the meters
 * @param inputTokens what the model reads
 * @param characters of the same, for providers that estimate
 * @param outputTokens what the model would produce if nobody cut it off
 * @param maxTokens the most output tokens that the client wants
 */
public record CountedRequest(
        String route,
        String client,
        String model,
        long inputTokens,
        long characters,
        long outputTokens,
        long maxTokens) {

    /** Checks the ranges. */
    public CountedRequest {
        if (inputTokens < 0 || characters < 0 || outputTokens < 0 || maxTokens < 0) {
            throw new IllegalArgumentException("counts are " + inputTokens + ", " + characters + ", " + outputTokens
                    + ", " + maxTokens + "; allowed is 0 and more");
        }
    }

    /** What the model produces. */
    public long producedTokens() {
        return Math.min(outputTokens, maxTokens);
    }
}
