package dev.forebay.simulator.time;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in options: {@code 250ms}, {@code 1s}, {@code 2.5s}, {@code 10m}, {@code 1h}. Stateless. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h)?");
    private static final double NANOS_PER_SECOND = 1e9;

    private Durations() {}

    /**
     * Reads a duration; a bare number means seconds.
     *
     * @throws IllegalArgumentException if {@code text} has another form, naming {@code what}
     */
    public static Duration parse(String what, String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    what + " is '" + text + "'; write a duration such as 250ms, 1s, 2.5s, 10m or 1h");
        }
        String unit = matcher.group(2);
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos(unit == null ? "s" : unit)));
    }

    private static double nanos(String unit) {
        if (unit.equals("ms")) {
            return NANOS_PER_SECOND / 1000;
        }
        return unit.equals("s") ? NANOS_PER_SECOND : NANOS_PER_SECOND * (unit.equals("m") ? 60 : 3600);
    }
}
