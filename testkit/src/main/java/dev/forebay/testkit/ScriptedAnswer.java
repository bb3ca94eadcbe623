package dev.forebay.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One whole answer of a {@link ScriptedProvider}. Immutable; made by {@link WireForm} in the form of a provider, or by
 * {@link #of}.
 */
public final class ScriptedAnswer {

    private final int status;
    private final String contentType;
    private final String body;
    private final Map<String, String> headers;

    private ScriptedAnswer(int status, String contentType, String body, Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    /**
     * An answer of any kind.
     *
     * @param status of HTTP, 200 to 599
     * @param contentType such as {@code application/json}
     * @param body sent as UTF-8
     */
    public static ScriptedAnswer of(int status, String contentType, String body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; allowed is 200 to 599");
        }
        return new ScriptedAnswer(status, contentType, body, Map.of());
    }

    /** This answer with one more header, or another value of one that it has. */
    public ScriptedAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ScriptedAnswer(status, contentType, body, more);
    }

    /**
     * This answer with a {@code retry-after}.
     *
     * @param wait whole seconds, from 1 s; providers send nothing finer in this header
     */
    public ScriptedAnswer withRetryAfter(Duration wait) {
        if (wait.toSeconds() < 1 || wait.toNanosPart() != 0) {
            throw new IllegalArgumentException("retry-after is " + wait + "; allowed are whole seconds, from 1 s");
        }
        return withHeader("retry-after", Long.toString(wait.toSeconds()));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /** What is sent. */
    public String body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Override
    public String toString() {
        return status + " " + contentType + " " + headers;
    }
}
