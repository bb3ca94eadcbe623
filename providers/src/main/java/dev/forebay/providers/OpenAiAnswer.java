package dev.forebay.providers;

import java.io.IOException;
import java.util.OptionalLong;

/** The fields of OpenAI's completions, of chats and of texts; each chunk of a stream repeats some. */
final class OpenAiAnswer {

    private OpenAiAnswer() {}

    /** One field of a completion or of a chunk. */
    static void field(AnswerFields found, String name, JsonReader in) throws IOException {
        switch (name) {
            case "id" -> in.text().ifPresent(id -> found.id = id);
            case "model" -> in.text().ifPresent(model -> found.model = model);
            case "choices" -> in.array(choice -> choice(found, choice));
            case "usage" -> usage(found, in);
            default -> in.skip();
        }
    }

    /** The first choice; its index may stand behind its text, so the text is kept apart until the index is known. */
    private static void choice(AnswerFields found, JsonReader in) throws IOException {
        Choice choice = new Choice();
        in.object(choice::field);
        if (choice.index.orElse(0) == 0) {
            found.append(choice.text.toString());
            found.refused |= choice.refused;
            if (!choice.finishReason.isEmpty()) {
                found.stopReason = found.refused ? "refusal" : choice.finishReason;
            }
        }
    }

    static void usage(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            switch (name) {
                case "prompt_tokens", "input_tokens" -> found.input(value.count());
                case "completion_tokens", "output_tokens" -> found.output(value.count());
                case "prompt_tokens_details", "input_tokens_details" -> cached(found, value);
                default -> value.skip();
            }
        });
    }

    private static void cached(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            switch (name) {
                case "cached_tokens" -> found.cacheRead(value.count());
                case "cache_write_tokens" -> found.cacheWrite(value.count());
                default -> value.skip();
            }
        });
    }

    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private OptionalLong index = OptionalLong.empty();
        private String finishReason = "";
        private boolean refused;

        void field(String name, JsonReader in) throws IOException {
            switch (name) {
                case "index" -> index = in.count();
                case "finish_reason" -> finishReason = in.text().orElse("");
                case "message", "delta" -> in.object(this::message);
                case "text" -> in.text().ifPresent(text::append);
                default -> in.skip();
            }
        }

        /** The content is a string, or parts that each have a text. A refusal stands in a field of its own. */
        private void message(String name, JsonReader in) throws IOException {
            if (name.equals("content") && in.isArray()) {
                in.array(part -> part.object((field, value) -> {
                    if (field.equals("text")) {
                        value.text().ifPresent(text::append);
                    }
                }));
            } else if (name.equals("content")) {
                in.text().ifPresent(text::append);
            } else if (name.equals("refusal")) {
                in.text().filter(refusal -> !refusal.isEmpty()).ifPresent(refusal -> {
                    refused = true;
                    text.append(refusal);
                });
            }
        }
    }
}
