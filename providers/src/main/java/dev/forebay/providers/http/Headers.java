package dev.forebay.providers.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an answer, found by name whatever the case. Immutable.
 *
 * <p>Built from anything that a client library hands over: null names (the JDK's status line), null values and empty lists
 * are left out.
 */
public final class Headers {

    /** No headers at all. */
    public static final Headers NONE = new Headers(Map.of());

    /** More than any provider sends; a hostile answer cannot fill the heap with names. */
    private static final int NAMES_MAX = 500;

    private final Map<String, List<String>> valuesByName;

    private Headers(Map<String, ? extends List<String>> headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (isPresent(name) && isPresent(values) && copy.size() < NAMES_MAX) {
                List<String> kept = copy.computeIfAbsent(name, any -> new ArrayList<>(1));
                values.stream().filter(Headers::isPresent).forEach(kept::add);
            }
        });
        valuesByName = copy;
    }

    /** A copy of these headers; names that differ in case only are joined. */
    public static Headers of(Map<String, ? extends List<String>> headers) {
        return headers.isEmpty() ? NONE : new Headers(headers);
    }

    /** The first value of this header, without the spaces around it. */
    public Optional<String> first(String name) {
        List<String> values = valuesByName.get(name);
        return values == null || values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }

    /** Whether any header's name starts with this prefix, whatever the case. */
    public boolean anyStartsWith(String prefix) {
        String lower = prefix.toLowerCase(Locale.ROOT);
        return valuesByName.keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(lower));
    }

    /** The names alone: a value may be a cookie or an account. */
    @Override
    public String toString() {
        return "Headers" + valuesByName.keySet();
    }

    /** Client libraries outside the null checker do hand over nulls. */
    private static boolean isPresent(@Nullable Object part) {
        return part != null;
    }
}
