package dev.forebay.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Reservation;
import dev.forebay.providers.AnswerTee;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
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
        RawHeaders head = head(response);
        attempt.observe(OPENAI.readings(head));
        if (head.isSuccess() && isStream(head)) {
            Reservation kept = attempt.keep();
            return new Handed(response, new AnswerTee(response.body(), OPENAI.stream(), head, signal -> {
                // What follows for the call does not matter: a part of its answer is with the caller.
                kept.settle(signal);
            }));
        }
        byte[] body = whole(response);
        attempt.settle(OPENAI.signal(new RawAnswer(head, body)));
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

    private static RawHeaders head(HttpResponse response) {
        Headers headers = response.headers();
        Map<String, List<String>> values = headers.names().stream()
                .collect(Collectors.toMap(Function.identity(), headers::values, (first, second) -> first));
        return RawHeaders.of(response.statusCode(), values, Clock.system().instant());
    }

    private static boolean isStream(RawHeaders head) {
        return head.headers()
                .first("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                .isPresent();
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
