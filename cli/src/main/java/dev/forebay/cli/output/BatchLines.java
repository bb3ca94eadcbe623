package dev.forebay.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.JobIds;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes results as the Batch API of a provider gives them, with nothing of ours in them, so that what reads those reads these.
 * Stateless.
 */
public final class BatchLines {

    private static final String EVENTS = "text/event-stream";

    private static final int HASH_DIGITS = 32;

    private BatchLines() {}

    /**
     * The line of a request that succeeded; the answer stands in it as it came, but for line breaks between its fields.
     *
     * @throws IllegalStateException if the answer is a stream of events, which has no place in a line
     */
    public static Bytes succeeded(BatchForm form, String customId, RawAnswer raw) {
        Optional<String> type = raw.headers().first("content-type");
        if (type.filter(value -> value.toLowerCase(Locale.ROOT).startsWith(EVENTS))
                .isPresent()) {
            throw new IllegalStateException("the server answered with a stream of events, and a batch holds none");
        }
        String answer = oneLine(new String(raw.body(), StandardCharsets.UTF_8));
        String line = form.isAnthropic()
                ? "{\"custom_id\":" + quoted(customId) + ",\"result\":{\"type\":\"succeeded\",\"message\":" + answer
                        + "}}"
                : "{\"id\":" + quoted(requestName(customId)) + ",\"custom_id\":" + quoted(customId)
                        + ",\"response\":{\"status_code\":" + raw.status() + ",\"request_id\":"
                        + quoted(KeptError.requestId(raw.head()).orElse("")) + ",\"body\":" + answer
                        + "},\"error\":null}";
        return Bytes.utf8(line);
    }

    /** The line of input that asks this again. */
    public static String request(BatchForm form, String customId, Bytes body) {
        String request = oneLine(body.utf8());
        return form.isAnthropic()
                ? "{\"custom_id\":" + quoted(customId) + ",\"params\":" + request + "}"
                : "{\"custom_id\":" + quoted(customId) + ",\"method\":\"POST\",\"url\":" + quoted(form.url())
                        + ",\"body\":" + request + "}";
    }

    /** In JSON a line break inside a string is escaped, so those that are found stand between fields. */
    private static String oneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ').strip();
    }

    /**
     * The line of a request that was given up.
     *
     * @param kept what the provider said in the end; empty if it was not the provider that ended it
     */
    static String failed(BatchForm form, DeadLetter letter, Optional<KeptError> kept) {
        String reason = letter.job().reason().orElse("unknown");
        Optional<KeptError> error = kept.filter(last -> reason.endsWith(last.message()));
        boolean sent = letter.job().counters().attempts() > 0;
        ObjectNode line = form.isAnthropic()
                ? anthropic(letter.job().id(), reason, sent, error)
                : openAi(letter.job().id(), reason, sent, error);
        return Json.line(line);
    }

    private static ObjectNode anthropic(String customId, String reason, boolean sent, Optional<KeptError> error) {
        ObjectNode line = Json.object().put("custom_id", customId);
        ObjectNode response = line.putObject("result")
                .put("type", "errored")
                .putObject("error")
                .put("type", "error");
        Optional<ObjectNode> said = error.flatMap(KeptError::anthropicError);
        if (said.isPresent()) {
            response.set("error", said.get());
        } else {
            String type = error.map(KeptError::anthropicType).orElse(sent ? "api_error" : "invalid_request_error");
            response.putObject("error").put("type", type).put("message", reason);
        }
        response.put("request_id", error.flatMap(KeptError::requestId).orElse(null));
        return line;
    }

    private static ObjectNode openAi(String customId, String reason, boolean sent, Optional<KeptError> error) {
        ObjectNode line = Json.object().put("id", requestName(customId)).put("custom_id", customId);
        if (error.isEmpty()) {
            line.putNull("response");
            line.putObject("error")
                    .put("code", sent ? "server_error" : "invalid_request")
                    .put("message", reason);
            return line;
        }
        KeptError last = error.get();
        ObjectNode response = line.putObject("response")
                .put("status_code", last.status())
                .put("request_id", last.requestId().orElse(""));
        response.set("body", last.json().orElseGet(() -> openAiError(last.status(), reason)));
        return line.putNull("error");
    }

    private static ObjectNode openAiError(int status, String reason) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", reason)
                .put("type", status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .putNull("code");
        return body;
    }

    /** OpenAI names each request of a batch; the name is made of the custom id, so that it stays the same in every file. */
    private static String requestName(String customId) {
        return "batch_req_" + JobIds.sha256(customId).substring(0, HASH_DIGITS);
    }

    private static String quoted(String text) {
        return Json.line(TextNode.valueOf(text));
    }
}
