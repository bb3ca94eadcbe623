package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of OpenAI Chat Completions.
 *
 * <p>The usage comes in a chunk of its own before {@code [DONE]}, if the request asked for it. Servers of this form that
 * leave {@code [DONE]} out still name the reason for which the model stopped, so that counts as the end too.
 */
final class OpenAiStream extends AnswerStream {

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
        JsonReader.read(data, in -> in.object(this::field));
        if (fields.stopReason != null) {
            finish();
        }
    }

    private void field(String name, JsonReader in) throws IOException {
        OpenAiAnswer.field(fields, name, in);
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
