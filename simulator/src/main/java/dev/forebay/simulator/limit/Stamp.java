package dev.forebay.simulator.limit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The moment of a call at which the levels are taken that its headers show. */
public enum Stamp {
    /** Requests and input when the request arrives, output when the headers are sent: as recorded traffic shows it. */
    AS_SEEN,
    /** All when the request arrives. */
    START,
    /** All when the headers are sent. */
    END;

    /**
     * Reads {@code as-seen}, {@code start} or {@code end}.
     *
     * @throws IllegalArgumentException if the text is another one
     */
    public static Stamp parse(String text) {
        List<String> names = Arrays.stream(values())
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        int found = names.indexOf(text.strip());
        if (found < 0) {
            throw new IllegalArgumentException("the stamp is '" + text + "'; allowed are " + String.join(", ", names));
        }
        return values()[found];
    }
}
