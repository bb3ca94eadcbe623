package dev.forebay.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What an error body says, in any of the forms that providers, their proxies and servers of their form use. Immutable once
 * parsed.
 *
 * <p>{@code {"error":{"type","code","message"}}}, with {@code details.error_code} at Anthropic and a list of details in
 * Google's form; {@code {"error":"text"}}; the same fields at the top; one such object in an array; or no JSON at all, and
 * then the text itself is the message.
 */
final class ErrorBody {

    /** Nothing said. */
    static final ErrorBody EMPTY = new ErrorBody();

    /** A page of HTML says what it has to say at its start; the rest of a long body is not searched. */
    private static final int TEXT_LENGTH_MAX = 4096;

    private String type = "";
    private String code = "";
    private String detailCode = "";
    private String retryDelay = "";
    private String quotaId = "";
    private String message = "";
    private boolean error;

    private ErrorBody() {}

    static ErrorBody parse(String body) {
        return parse(body.getBytes(StandardCharsets.UTF_8));
    }

    static ErrorBody parse(byte[] body) {
        ErrorBody parsed = new ErrorBody();
        JsonReader.read(body, in -> {
            if (in.isArray()) {
                in.array(parsed::root);
            } else {
                parsed.root(in);
            }
        });
        if (parsed.isBlank()) {
            int length = Math.min(body.length, TEXT_LENGTH_MAX);
            parsed.message = PlainText.of(new String(body, 0, length, StandardCharsets.UTF_8));
        }
        return parsed;
    }

    /** What the object in this field of a body says: an event may hold a whole answer that failed. */
    static ErrorBody parseField(String body, String field) {
        ErrorBody parsed = new ErrorBody();
        JsonReader.read(
                body,
                in -> in.object((name, value) -> {
                    if (name.equals(field)) {
                        parsed.root(value);
                    }
                }));
        return parsed;
    }

    /** Whether an error was named, so that even a status of 200 is none. */
    boolean isError() {
        return error;
    }

    /** What kind, in lower case; empty if not said. */
    String type() {
        return type;
    }

    /** The finer kind, in lower case; empty if not said. */
    String code() {
        return code;
    }

    /** Anthropic's {@code details.error_code}, in lower case; empty if not said. */
    String detailCode() {
        return detailCode;
    }

    /** Google's {@code RetryInfo.retryDelay}; empty if not said. */
    String retryDelay() {
        return retryDelay;
    }

    /** Google's name of the quota that was exceeded; empty if not said. */
    String quotaId() {
        return quotaId;
    }

    /** The text for a person, at most {@link #TEXT_LENGTH_MAX} long; empty if none. */
    String message() {
        return message;
    }

    private boolean isBlank() {
        return type.isEmpty() && code.isEmpty() && message.isEmpty();
    }

    private void root(JsonReader in) throws IOException {
        in.object((name, value) -> {
            if (!name.equals("error")) {
                outer(name, value);
            } else if (value.isObject()) {
                error = true;
                value.object(this::inner);
            } else {
                value.text().ifPresent(text -> {
                    error = true;
                    message = cut(text);
                });
            }
        });
    }

    /** Fields beside the error give way to those inside it. */
    private void outer(String name, JsonReader in) throws IOException {
        switch (name) {
            case "message", "detail" ->
                message = message.isEmpty() ? cut(in.text().orElse("")) : message;
            case "type" -> type = type.isEmpty() ? typeOf(in) : type;
            case "code" -> code = code.isEmpty() ? lower(in) : code;
            default -> in.skip();
        }
    }

    private void inner(String name, JsonReader in) throws IOException {
        switch (name) {
            case "message" -> message = cut(in.text().orElse(message));
            case "type" -> type = lower(in);
            case "code" -> code = lower(in);
            case "status" -> type = type.isEmpty() ? lower(in) : type;
            case "details" -> details(in);
            default -> in.skip();
        }
    }

    private void details(JsonReader in) throws IOException {
        if (in.isArray()) {
            in.array(detail -> detail.object(this::detail));
        } else {
            in.object(this::detail);
        }
    }

    private void detail(String name, JsonReader in) throws IOException {
        switch (name) {
            case "error_code" -> detailCode = lower(in);
            case "retryDelay" -> retryDelay = in.text().orElse("");
            case "violations" ->
                in.array(violation -> violation.object((field, value) -> {
                    if (field.equals("quotaId")) {
                        quotaId = value.text().orElse("");
                    }
                }));
            default -> in.skip();
        }
    }

    /** Anthropic's outer type is always the word "error". */
    private static String typeOf(JsonReader in) throws IOException {
        String outer = lower(in);
        return outer.equals("error") ? "" : outer;
    }

    private static String lower(JsonReader in) throws IOException {
        return cut(in.text().orElse("")).toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
    }
}
