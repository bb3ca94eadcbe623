package dev.forebay.providers;

import java.io.IOException;

/**
 * The fields of a whole body of OpenAI's: a completion, a response or a list of embeddings. Their names do not overlap, so one
 * reader takes them all.
 */
final class OpenAiResponse {

    private OpenAiResponse() {}

    /** One field of a body. */
    static void field(AnswerFields found, String name, JsonReader in) throws IOException {
        switch (name) {
            case "output" -> in.array(item -> item(found, item));
            case "status" -> status(found, in);
            case "incomplete_details" -> incomplete(found, in);
            default -> OpenAiAnswer.field(found, name, in);
        }
    }

    /** One item of the output: a message's text or refusal; reasoning and tool calls have none. */
    private static void item(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            if (name.equals("content")) {
                value.array(part -> part.object((field, text) -> part(found, field, text)));
            }
        });
    }

    private static void part(AnswerFields found, String field, JsonReader in) throws IOException {
        if (field.equals("text")) {
            in.text().ifPresent(found::append);
        } else if (field.equals("refusal")) {
            in.text().filter(refusal -> !refusal.isEmpty()).ifPresent(refusal -> {
                found.refused = true;
                found.stopReason = "refusal";
                found.append(refusal);
            });
        }
    }

    /** How it ended: {@code completed}, or {@code incomplete} for a reason that stands elsewhere. */
    private static void status(AnswerFields found, JsonReader in) throws IOException {
        if (found.stopReason == null) {
            in.text().ifPresent(status -> found.stopReason = status);
        }
    }

    /** Why it is not complete: {@code max_output_tokens} or {@code content_filter}, which says more than the status. */
    private static void incomplete(AnswerFields found, JsonReader in) throws IOException {
        in.object((name, value) -> {
            if (name.equals("reason") && !found.refused) {
                value.text().ifPresent(reason -> found.stopReason = reason);
            }
        });
    }
}
