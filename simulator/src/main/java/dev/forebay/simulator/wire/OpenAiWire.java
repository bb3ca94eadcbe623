package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.meter.Reading;
import dev.forebay.simulator.meter.Verdict.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * OpenAI's Chat Completions API: tokens are charged when the request arrives, by an estimate from its characters or by the
 * output that the client allows, whichever is more, and never corrected; a rejected request still counts as one. Stateless.
 */
final class OpenAiWire implements Wire {

    static final String PATH = "/v1/chat/completions";

    private static final String ORGANIZATION = "org-8Qx2mV5tLwR7sKbN3hJcYd4F";
    private static final long CHARACTERS_PER_TOKEN = 4;

    /** What an estimate adds for the frame of a request, as recorded headers show. */
    private static final long FRAME_TOKENS = 11;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Override
    public Prompt parse(RawRequest request) throws RejectedRequest {
        JsonNode root = Prompts.object(request.body());
        JsonNode limit = root.path("max_completion_tokens").isMissingNode()
                ? root.path("max_tokens")
                : root.path("max_completion_tokens");
        if (!limit.isMissingNode() && !limit.isNull() && (!limit.isIntegralNumber() || limit.longValue() < 1)) {
            throw new RejectedRequest(
                    Failure.INVALID, "Invalid value for 'max_tokens': must be an integer of at least 1.");
        }
        OptionalLong maxTokens = limit.isIntegralNumber() ? OptionalLong.of(limit.longValue()) : OptionalLong.empty();
        boolean includeUsage = root.path("stream_options").path("include_usage").asBoolean(false);
        return Prompts.prompt(root, maxTokens, includeUsage);
    }

    @Override
    public Optional<String> key(RawRequest request) {
        return Wire.bearer(request);
    }

    @Override
    public Map<Dimension, Long> charges(Prompt prompt) {
        long byCharacters = prompt.characters() / CHARACTERS_PER_TOKEN + FRAME_TOKENS;
        long tokens = Math.max(byCharacters, prompt.maxTokens().orElse(0));
        return Map.of(
                Dimension.REQUESTS, 1L,
                Dimension.REQUESTS_PER_DAY, 1L,
                Dimension.INPUT_TOKENS, byCharacters,
                Dimension.TOKENS, tokens,
                Dimension.TOKENS_PER_DAY, tokens);
    }

    @Override
    public Set<Dimension> chargedWhenProduced() {
        return Set.of(Dimension.OUTPUT_TOKENS);
    }

    @Override
    public boolean chargesRejected() {
        return true;
    }

    @Override
    public long toldWaitNanos(Refused refused) {
        return refused.never() ? 0 : GoDuration.millis(refused.waitNanos()) * NANOS_PER_MILLI;
    }

    @Override
    public long growthWaitNanos() {
        return 0;
    }

    @Override
    public Answer whole(Completion completion, Envelope envelope) {
        ObjectNode body = OpenAiEvents.object("chat.completion", envelope);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", completion.text())
                .putNull("refusal")
                .putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", OpenAiEvents.finishReason(completion));
        body.set("usage", OpenAiEvents.usage(completion));
        return Body.json(200, headers(envelope), body.put("service_tier", "default"));
    }

    @Override
    public Answer headersOf(Envelope envelope) {
        return new Answer(200, headers(envelope), List.of(), false, true);
    }

    @Override
    public Answer stream(Prompt prompt, Completion completion, Envelope envelope, Pace pace) {
        OpenAiEvents events = new OpenAiEvents(completion, envelope, prompt.includeUsage());
        return Body.events(headers(envelope), events.chunks(pace), true);
    }

    @Override
    public Answer failure(Failure failure, String message, Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        headers.add(Body.date(envelope.wall()));
        headers.add(new Header("x-request-id", envelope.requestId()));
        return Body.json(failure.status(), headers, OpenAiErrors.body(failure, message));
    }

    @Override
    public Answer throttled(Refused refused, Envelope envelope) {
        List<Header> headers = headers(envelope);
        String subject = refused.never() ? "Request too large for " : "Rate limit reached for ";
        String head = subject + envelope.model() + " in organization " + ORGANIZATION + " on "
                + words(refused.dimension()) + ": Limit " + refused.limit();
        if (refused.never()) {
            String message = head + ", Requested " + refused.requested()
                    + ". The input or output tokens must be reduced in order to run successfully.";
            return Body.json(429, headers, OpenAiErrors.throttle(refused.dimension(), message));
        }
        headers.add(new Header(
                "retry-after", Long.toString((refused.waitNanos() + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND)));
        String message = String.format(
                Locale.ROOT,
                "%s, Used %d, Requested %d. Please try again in %s. Visit https://platform.openai.com/account/rate-limits "
                        + "to learn more.",
                head,
                refused.limit() - refused.remaining(),
                refused.requested(),
                GoDuration.of(refused.waitNanos()));
        return Body.json(429, headers, OpenAiErrors.throttle(refused.dimension(), message));
    }

    private static List<Header> headers(Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        headers.add(Body.date(envelope.wall()));
        for (Reading reading : envelope.readings()) {
            family(headers, reading);
        }
        headers.add(new Header("x-request-id", envelope.requestId()));
        headers.add(new Header("openai-organization", ORGANIZATION));
        return headers;
    }

    private static void family(List<Header> headers, Reading reading) {
        if (reading.dimension() != Dimension.REQUESTS && reading.dimension() != Dimension.TOKENS) {
            return;
        }
        String name = reading.dimension() == Dimension.REQUESTS ? "requests" : "tokens";
        long remaining = Math.max(0, Math.min(reading.limit(), reading.remaining()));
        headers.add(new Header("x-ratelimit-limit-" + name, Long.toString(reading.limit())));
        headers.add(new Header("x-ratelimit-remaining-" + name, Long.toString(remaining)));
        headers.add(new Header("x-ratelimit-reset-" + name, GoDuration.of(reading.nanosUntilFull())));
    }

    private static String words(Dimension dimension) {
        return switch (dimension) {
            case REQUESTS -> "requests per min (RPM)";
            case INPUT_TOKENS -> "input tokens per min (ITPM)";
            case OUTPUT_TOKENS -> "output tokens per min (OTPM)";
            case TOKENS -> "tokens per min (TPM)";
            case REQUESTS_PER_DAY -> "requests per day (RPD)";
            case TOKENS_PER_DAY -> "tokens per day (TPD)";
        };
    }
}
