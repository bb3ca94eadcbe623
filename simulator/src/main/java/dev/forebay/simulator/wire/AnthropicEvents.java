package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one answer in Anthropic's form. As on the wire, a random number of spaces stands before the last brace of
 * each event, so that nobody gets away with comparing texts. Not thread-safe.
 */
final class AnthropicEvents {

    private static final int MOST_SPACES = 12;

    /** What the first event says before anything is produced. */
    private static final int PLACEHOLDER_TOKENS = 1;

    private final Completion completion;
    private final Envelope envelope;

    AnthropicEvents(Completion completion, Envelope envelope) {
        this.completion = completion;
        this.envelope = envelope;
    }

    List<Chunk> chunks(Pace pace) {
        List<Chunk> chunks = new ArrayList<>();
        ObjectNode start = Body.object().put("type", "message_start");
        ObjectNode message = message(completion, envelope);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", usage(completion.inputTokens(), PLACEHOLDER_TOKENS));
        start.set("message", message);
        ObjectNode block = Body.object().put("type", "content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        chunks.add(new Chunk(
                0, join(event(start), event(block), event(Body.object().put("type", "ping")))));
        for (String piece : pace.sent(completion.pieces())) {
            ObjectNode delta = Body.object().put("type", "content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", piece);
            chunks.add(new Chunk(pace.nanosPerPiece(), event(delta)));
        }
        chunks.add(new Chunk(0, pace.breaks() ? brokenOff() : end()));
        return chunks;
    }

    private byte[] end() {
        ObjectNode stop = Body.object().put("type", "content_block_stop").put("index", 0);
        ObjectNode delta = Body.object().put("type", "message_delta");
        delta.putObject("delta").put("stop_reason", stopReason(completion)).putNull("stop_sequence");
        delta.putObject("usage")
                .put("input_tokens", completion.inputTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", completion.outputTokens());
        return join(event(stop), event(delta), event(Body.object().put("type", "message_stop")));
    }

    private byte[] brokenOff() {
        ObjectNode error = Body.object().put("type", "error");
        error.putObject("error").put("type", "overloaded_error").put("message", "Overloaded");
        return event(error);
    }

    private byte[] event(ObjectNode data) {
        String json = Body.text(data);
        String padded = json.substring(0, json.length() - 1)
                + " ".repeat(envelope.chance().below(MOST_SPACES)) + "}";
        return ("event: " + data.path("type").asText() + "\ndata: " + padded + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... events) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] event : events) {
            all.writeBytes(event);
        }
        return all.toByteArray();
    }

    static ObjectNode message(Completion completion, Envelope envelope) {
        return Body.object()
                .put("id", "msg_" + envelope.requestId().substring("req_".length()))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", envelope.model());
    }

    static String stopReason(Completion completion) {
        return completion.truncated() ? "max_tokens" : "end_turn";
    }

    static ObjectNode usage(long inputTokens, long outputTokens) {
        ObjectNode usage = Body.object()
                .put("input_tokens", inputTokens)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0);
        usage.putObject("cache_creation").put("ephemeral_5m_input_tokens", 0).put("ephemeral_1h_input_tokens", 0);
        return usage.put("output_tokens", outputTokens)
                .put("service_tier", "standard")
                .put("inference_geo", "not_available");
    }
}
