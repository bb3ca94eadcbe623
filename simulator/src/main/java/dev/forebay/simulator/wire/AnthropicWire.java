package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Chunk;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.meter.Verdict.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Anthropic's Messages API: input is charged when the request arrives, output as it is produced whatever the client allows
 * for it, and rejected requests cost nothing. Stateless.
 */
final class AnthropicWire implements Wire {

    static final String PATH = "/v1/messages";

    static final String WORKSPACE = "wrkspc_01Mvq3XcZr8TbLh5NsYd2KfE";
    static final String ORGANIZATION = "7f3b1c52-8a0e-4d7c-9f61-2b5d0c4e9a17";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** No provider says how it computes this wait. */
    private static final long ACCELERATION_SECONDS = 5;

    @Override
    public Prompt parse(RawRequest request) throws RejectedRequest {
        if (request.header("anthropic-version").isEmpty()) {
            throw new RejectedRequest(Failure.INVALID, "anthropic-version: header is required");
        }
        JsonNode root = Prompts.object(request.body());
        JsonNode maxTokens = root.path("max_tokens");
        if (!maxTokens.isIntegralNumber()) {
            throw new RejectedRequest(Failure.INVALID, "max_tokens: Field required");
        }
        if (maxTokens.longValue() < 0) {
            throw new RejectedRequest(Failure.INVALID, "max_tokens: must be greater than or equal to 0");
        }
        return Prompts.prompt(root, OptionalLong.of(maxTokens.longValue()), false);
    }

    @Override
    public Optional<String> key(RawRequest request) {
        return request.header("x-api-key").or(() -> Wire.bearer(request));
    }

    @Override
    public Map<Dimension, Long> charges(Prompt prompt) {
        return Map.of(
                Dimension.REQUESTS, 1L,
                Dimension.REQUESTS_PER_DAY, 1L,
                Dimension.INPUT_TOKENS, prompt.inputTokens(),
                Dimension.TOKENS, prompt.inputTokens(),
                Dimension.TOKENS_PER_DAY, prompt.inputTokens());
    }

    @Override
    public Set<Dimension> chargedWhenProduced() {
        return Set.of(Dimension.OUTPUT_TOKENS, Dimension.TOKENS, Dimension.TOKENS_PER_DAY);
    }

    @Override
    public boolean chargesRejected() {
        return false;
    }

    @Override
    public long toldWaitNanos(Refused refused) {
        return retryAfterSeconds(refused.waitNanos()) * NANOS_PER_SECOND;
    }

    @Override
    public long growthWaitNanos() {
        return ACCELERATION_SECONDS * NANOS_PER_SECOND;
    }

    @Override
    public Answer whole(Completion completion, Envelope envelope) {
        ObjectNode message = AnthropicEvents.message(completion, envelope);
        message.putArray("content").addObject().put("type", "text").put("text", completion.text());
        message.put("stop_reason", AnthropicEvents.stopReason(completion));
        message.putNull("stop_sequence");
        message.set("usage", AnthropicEvents.usage(completion.inputTokens(), completion.outputTokens()));
        return Body.json(200, headers(envelope, true), message);
    }

    @Override
    public Answer headersOf(Envelope envelope) {
        return new Answer(200, headers(envelope, true), List.of(), false, true);
    }

    @Override
    public Answer stream(Prompt prompt, Completion completion, Envelope envelope, Pace pace) {
        List<Chunk> chunks = new AnthropicEvents(completion, envelope).chunks(pace);
        return Body.events(headers(envelope, true), chunks, true);
    }

    @Override
    public Answer failure(Failure failure, String message, Envelope envelope) {
        List<Header> headers = headers(envelope, false);
        if (failure == Failure.CONCURRENCY) {
            headers.add(new Header("anthropic-workspace-id", WORKSPACE));
        }
        if (failure == Failure.ACCELERATION) {
            headers.add(new Header("retry-after", Long.toString(ACCELERATION_SECONDS)));
        }
        if (failure.passing()) {
            headers.add(new Header("x-should-retry", "true"));
        }
        return Body.json(failure.status(), headers, AnthropicErrors.body(failure, message, envelope));
    }

    @Override
    public Answer throttled(Refused refused, Envelope envelope) {
        List<Header> headers = headers(envelope, true);
        headers.add(new Header("retry-after", Long.toString(retryAfterSeconds(refused.waitNanos()))));
        headers.add(new Header("x-should-retry", "true"));
        String message = String.format(
                Locale.ROOT,
                "This request would exceed your organization's rate limit of %,d %s (org: %s, model: %s). For details, "
                        + "refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for "
                        + "current usage. Please reduce the prompt length or the maximum tokens requested, or try again "
                        + "later.",
                refused.limit(),
                words(refused.dimension()),
                ORGANIZATION,
                envelope.model());
        return Body.json(429, headers, AnthropicErrors.body("rate_limit_error", message, envelope));
    }

    private static List<Header> headers(Envelope envelope, boolean withLimits) {
        List<Header> headers = new ArrayList<>();
        headers.add(Body.date(envelope.wall()));
        if (withLimits) {
            headers.addAll(AnthropicHeaders.of(envelope.readings()));
        }
        headers.add(new Header("request-id", envelope.requestId()));
        headers.add(new Header("anthropic-organization-id", ORGANIZATION));
        return headers;
    }

    private static long retryAfterSeconds(long waitNanos) {
        return Math.max(1, (waitNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
    }

    private static String words(Dimension dimension) {
        return switch (dimension) {
            case REQUESTS -> "requests per minute";
            case INPUT_TOKENS -> "input tokens per minute";
            case OUTPUT_TOKENS -> "output tokens per minute";
            case TOKENS -> "tokens per minute";
            case REQUESTS_PER_DAY -> "requests per day";
            case TOKENS_PER_DAY -> "tokens per day";
        };
    }
}
