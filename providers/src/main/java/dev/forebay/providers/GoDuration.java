package dev.forebay.providers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as Go prints them and as people write them: {@code 6m0s}, {@code 877ms}, {@code 45 seconds}. */
final class GoDuration {

    /** One or more numbers with a unit each, for use inside other patterns. */
    static final String PATTERN = "(?:\\d{1,12}(?:\\.\\d{1,12})?\\s?"
            + "(?:milliseconds?|minutes?|seconds?|hours?|days?|ms|us|µs|ns|[dhms])(?![a-z])\\s?)+";

    private static final Pattern WHOLE = Pattern.compile("(?i)(?:" + PATTERN.replace("(?![a-z])", "") + ")");

    private static final Pattern PART = Pattern.compile(
            "(?i)(\\d{1,12}(?:\\.\\d{1,12})?)\\s?(milliseconds?|minutes?|seconds?|hours?|days?|ms|us|µs|ns|[dhms])");

    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L));

    /** Longer than any limit's period; keeps sums far from an overflow. */
    private static final BigDecimal NANOS_MAX =
            BigDecimal.valueOf(Duration.ofDays(366).toNanos());

    private GoDuration() {}

    /** The duration, zero or more; empty if the text is none, or longer than a year. */
    static Optional<Duration> parse(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()
                || stripped.length() > 100
                || !WHOLE.matcher(stripped).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(stripped);
        while (parts.find()) {
            BigDecimal unit = BigDecimal.valueOf(nanosOf(parts.group(2)));
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        return nanos.compareTo(NANOS_MAX) > 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos(nanos.setScale(0, RoundingMode.CEILING).longValueExact()));
    }

    private static long nanosOf(String unit) {
        String lower = unit.toLowerCase(Locale.ROOT);
        Long exact = NANOS.get(lower);
        if (exact != null) {
            return exact;
        }
        String known = lower.startsWith("milli") ? "ms" : lower.substring(0, 1);
        return NANOS.getOrDefault(known, 0L);
    }
}
