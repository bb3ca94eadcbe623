package dev.forebay.providers.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of an answer before its body: status and headers, and when they came. Immutable.
 *
 * @param status the status of HTTP; any number, for a broken server may send any
 * @param headers the headers
 * @param receivedAt the wall time of arrival; only dates in the headers are read against it
 */
public record RawHeaders(int status, Headers headers, Instant receivedAt) {

    /** From the parts that any client library has. */
    public static RawHeaders of(int status, Map<String, ? extends List<String>> headers, Instant receivedAt) {
        return new RawHeaders(status, Headers.of(headers), receivedAt);
    }

    /** Whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
