package dev.forebay.simulator.limit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a provider counts what its limits by the minute let through. All of these have been seen or are documented. */
public enum Counting {
    /** Buckets that refill continuously. */
    BUCKET,
    /** Each full minute of the wall clock brings the whole limit. */
    FIXED,
    /** The limit holds for the sixty seconds before each request. */
    SLIDING,
    /** The sixtieth part of the limit in each second; larger requests run into debt. */
    SLICES,
    /** The same for requests alone; tokens are counted in buckets. */
    REQUEST_SLICES;

    /** A limit of 60 requests a minute may be enforced as one each second, says Anthropic. */
    public static final int SLICES_PER_MINUTE = 60;

    /**
     * Reads {@code bucket}, {@code fixed}, {@code sliding}, {@code slices} or {@code request-slices}.
     *
     * @throws IllegalArgumentException if the text is another one
     */
    public static Counting parse(String text) {
        List<String> names = Arrays.stream(values())
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        int found = names.indexOf(text.strip());
        if (found < 0) {
            throw new IllegalArgumentException("counting is '" + text + "'; allowed are " + String.join(", ", names));
        }
        return values()[found];
    }

    /** How it is applied to a dimension. */
    public Counting of(Dimension dimension) {
        if (this != REQUEST_SLICES) {
            return this;
        }
        return dimension.countsRequests() ? SLICES : BUCKET;
    }
}
