package dev.forebay.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import dev.forebay.pool.Attempt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.AnswerTee;
import dev.forebay.providers.client.ReceivedAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what comes back, and hands it on as it came. Stateless. */
final class Answers {

    private static final Provider OPENAI = Provider.openAi();

    private Answers() {}

    /**
     * Takes in the headers at once. A stream is handed on, and settled when it ends; any other body is read first, so that one
     * that is cut can be asked for again, and settled here. Blocks while it reads.
     *
     * @throws OpenAIIoException if the body breaks off, as the SDK would throw it
     */
    static HttpResponse received(HttpResponse response, Attempt attempt) {
        ReceivedAnswer answer = ReceivedAnswer.of(OPENAI, response.statusCode(), headers(response), attempt);
        if (answer.isStream()) {
            return new Handed(response, new AnswerTee(response.body(), answer.stream()));
        }
        byte[] body = whole(response);
        answer.whole(body);
        return new Handed(response, new ByteArrayInputStream(body));
    }

    private static byte[] whole(HttpResponse response) {
        try (response;
                InputStream body = response.body()) {
            return body.readAllBytes();
        } catch (IOException broken) {
            throw new OpenAIIoException("the answer broke off", broken);
        }
    }

    private static Map<String, List<String>> headers(HttpResponse response) {
        Headers headers = response.headers();
        return headers.names().stream()
                .collect(Collectors.toMap(Function.identity(), headers::values, (first, second) -> first));
    }

    /** The answer with a body that we have read or are reading along. */
    private record Handed(HttpResponse response, InputStream body) implements HttpResponse {

        @Override
        public int statusCode() {
            return response.statusCode();
        }

        @Override
        public Headers headers() {
            return response.headers();
        }

        @Override
        public void close() {
            try (response) {
                body.close();
            } catch (IOException unclosed) {
                throw new OpenAIIoException("the answer could not be closed", unclosed);
            }
        }
    }
}
