package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of Anthropic Messages.
 *
 * <p>Input is known from {@code message_start}; the output there is a placeholder. Each {@code message_delta} carries the
 * usage so far, so the last one counts.
 */
final class AnthropicStream extends AnswerStream {

    @Override
    void event(String name, String data) {
        Event event = new Event();
        boolean whole = JsonReader.read(data, in -> in.object(event::field));
        if (!whole) {
            return;
        }
        String type = event.type.isEmpty() ? name : event.type;
        switch (type) {
            case "message_start" -> JsonReader.read(data, in -> in.object(this::messageStart));
            case "content_block_start" -> JsonReader.read(data, in -> in.object(this::blockStart));
            case "content_block_delta" -> JsonReader.read(data, in -> in.object(this::blockDelta));
            case "message_delta" -> JsonReader.read(data, in -> in.object(this::messageDelta));
            case "message_stop" -> finish();
            case "error" -> fail(ErrorBody.parse(data));
            default -> {
                // Pings, and events that came later than this code.
            }
        }
        if (fields.stopReason != null) {
            finish();
        }
    }

    @Override
    List<LimitReading> limits(RawHeaders head) {
        return LimitHeaders.anthropic(head);
    }

    @Override
    @Nullable Usage currentUsage() {
        return fields.usageOfDisjointCounts();
    }

    private void messageStart(String name, JsonReader in) throws IOException {
        if (name.equals("message")) {
            in.object((field, value) -> AnthropicAnswer.field(fields, field, value));
        }
    }

    private void blockStart(String name, JsonReader in) throws IOException {
        if (name.equals("content_block")) {
            AnthropicAnswer.block(fields, in);
        }
    }

    private void blockDelta(String name, JsonReader in) throws IOException {
        if (name.equals("delta")) {
            in.object((field, value) -> {
                if (field.equals("text")) {
                    value.text().ifPresent(fields::append);
                }
            });
        }
    }

    private void messageDelta(String name, JsonReader in) throws IOException {
        if (name.equals("usage")) {
            AnthropicAnswer.usage(fields, in);
        } else if (name.equals("delta")) {
            in.object((field, value) -> AnthropicAnswer.field(fields, field, value));
        }
    }

    /** The type alone, read first: it may stand at the end. */
    private static final class Event {
        private String type = "";

        void field(String name, JsonReader in) throws IOException {
            if (name.equals("type")) {
                type = in.text().orElse("");
            }
        }
    }
}
