package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of OpenAI Chat Completions, and the events of Responses.
 *
 * <p>The usage comes in a chunk of its own before {@code [DONE]}, if the request asked for it. Servers of this form that
 * leave {@code [DONE]} out still name the reason for which the model stopped, so that counts as the end too. The last event of a
 * response holds the whole of it; those before repeat parts of it that are not final.
 */
final class OpenAiStream extends AnswerStream {

    private static final Set<String> LAST_OF_RESPONSE =
            Set.of("response.completed", "response.incomplete", "response.failed");

    @Override
    void event(String name, String data) {
        if (data.strip().equals("[DONE]")) {
            finish();
            return;
        }
        if (!JsonReader.isWhole(data)) {
            return;
        }
        ErrorBody error = ErrorBody.parse(data);
        if (error.isError() || name.equals("error")) {
            fail(error);
            return;
        }
        boolean ofResponses = name.startsWith("response.");
        if (!ofResponses) {
            JsonReader.read(data, in -> in.object(this::field));
        } else if (LAST_OF_RESPONSE.contains(name)) {
            JsonReader.read(data, in -> in.object(this::response));
        }
        if (name.equals("response.failed")) {
            fail(ErrorBody.parseField(data, "response"));
        }
        if (fields.stopReason != null) {
            finish();
        }
    }

    private void field(String name, JsonReader in) throws IOException {
        OpenAiAnswer.field(fields, name, in);
    }

    private void response(String name, JsonReader in) throws IOException {
        if (name.equals("response")) {
            in.object((field, value) -> OpenAiResponse.field(fields, field, value));
        }
    }

    @Override
    List<LimitReading> limits(RawHeaders head) {
        return LimitHeaders.openAi(head);
    }

    @Override
    @Nullable Usage currentUsage() {
        return fields.usageOfInclusiveInput();
    }
}
