package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The events of one answer in OpenAI's form. Not thread-safe. */
final class OpenAiEvents {

    private final Completion completion;
    private final Envelope envelope;
    private final boolean includeUsage;

    OpenAiEvents(Completion completion, Envelope envelope, boolean includeUsage) {
        this.completion = completion;
        this.envelope = envelope;
        this.includeUsage = includeUsage;
    }

    List<Chunk> chunks(Pace pace) {
        List<Chunk> chunks = new ArrayList<>();
        ObjectNode first = chunk();
        ObjectNode choice = first.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("logprobs").putNull("finish_reason");
        chunks.add(new Chunk(0, event(first)));
        for (String piece : pace.sent(completion.pieces())) {
            ObjectNode next = chunk();
            ObjectNode nextChoice = next.putArray("choices").addObject().put("index", 0);
            nextChoice.putObject("delta").put("content", piece);
            nextChoice.putNull("logprobs").putNull("finish_reason");
            chunks.add(new Chunk(pace.nanosPerPiece(), event(next)));
        }
        if (pace.breaks()) {
            chunks.add(new Chunk(0, event(OpenAiErrors.body(Failure.OVERLOADED, ""))));
        } else {
            end(chunks);
        }
        return chunks;
    }

    private void end(List<Chunk> chunks) {
        ObjectNode last = chunk();
        ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", finishReason(completion));
        chunks.add(new Chunk(0, event(last)));
        if (includeUsage) {
            ObjectNode usage = chunk();
            usage.putArray("choices");
            usage.set("usage", usage(completion));
            chunks.add(new Chunk(0, event(usage)));
        }
        chunks.add(new Chunk(0, "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode chunk() {
        ObjectNode chunk = object("chat.completion.chunk", envelope).put("service_tier", "default");
        return includeUsage ? chunk.putNull("usage") : chunk;
    }

    private static byte[] event(ObjectNode data) {
        return ("data: " + Body.text(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode object(String kind, Envelope envelope) {
        return Body.object()
                .put("id", "chatcmpl-" + envelope.requestId().substring("req_".length()))
                .put("object", kind)
                .put("created", envelope.wall().getEpochSecond())
                .put("model", envelope.model());
    }

    static String finishReason(Completion completion) {
        return completion.truncated() ? "length" : "stop";
    }

    static ObjectNode usage(Completion completion) {
        ObjectNode usage = Body.object()
                .put("prompt_tokens", completion.inputTokens())
                .put("completion_tokens", completion.outputTokens())
                .put("total_tokens", completion.inputTokens() + completion.outputTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0).put("audio_tokens", 0);
        return usage;
    }
}
