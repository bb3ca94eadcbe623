package dev.forebay.simulator.exchange;

import java.util.List;
import java.util.Optional;

/**
 * A request as it came over the wire, not looked at yet. Immutable, if nobody writes to {@code body}.
 *
 * @param method such as {@code POST}
 * @param path such as {@code /v1/messages}; what follows a question mark is ignored
 * @param headers in the order of the wire
 * @param body the bytes; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // intentional: bodies are passed through, never compared
public record RawRequest(String method, String path, List<Header> headers, byte[] body) {

    /** Copies the headers, not the body. */
    public RawRequest {
        headers = List.copyOf(headers);
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The path without its query. */
    public String route() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
