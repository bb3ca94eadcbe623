package dev.forebay.testkit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it reached a {@link ScriptedProvider}. Immutable.
 *
 * @param method such as {@code POST}
 * @param path such as {@code /v1/messages}, without what follows a question mark
 * @param headers every value of each header, by a name whose case does not matter
 * @param body decoded as UTF-8; empty if there is none
 */
public record ScriptedRequest(String method, String path, Map<String, List<String>> headers, String body) {

    /** Copies the headers. */
    public ScriptedRequest {
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableSortedMap(copy);
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
}
