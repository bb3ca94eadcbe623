package dev.forebay.providers;

import java.io.IOException;

/** The fields of Anthropic's message, which stand in a body and, piece by piece, in a stream. */
final class AnthropicAnswer {

    private AnthropicAnswer() {}

    /** One field of a message. */
    static void field(AnswerFields found, String name, JsonReader in) throws IOException {
        switch (name) {
            case "id" -> in.text().ifPresent(id -> found.id = id);
            case "model" -> in.text().ifPresent(model -> found.model = model);
            case "stop_reason" -> in.text().ifPresent(reason -> found.stopReason = reason);
            case "content" -> in.array(block -> block(found, block));
            case "usage" -> usage(found, in);
            default -> in.skip();
        }
    }

    /** A block of content: the text of a text block; the text of thinking and tools has other names. */
    static void block(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            if (name.equals("text")) {
                value.text().ifPresent(found::append);
            }
        });
    }

    static void usage(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            switch (name) {
                case "input_tokens" -> found.input(value.count());
                case "output_tokens" -> found.output(value.count());
                case "cache_read_input_tokens" -> found.cacheRead(value.count());
                case "cache_creation_input_tokens" -> found.cacheWrite(value.count());
                default -> value.skip();
            }
        });
    }
}
