package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of options. Stateless. */
final class OptionText {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m|h)");
    private static final Duration DURATION_MAX = Duration.ofHours(12);

    private OptionText() {}

    /** A duration such as 500ms, 30s, 10m or 2h; more than zero, at most 12 hours. */
    static Duration duration(String option, String text) {
        return duration(option, text, DURATION_MAX);
    }

    /** A duration of more than zero and at most so much. */
    static Duration duration(String option, String text, Duration most) {
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            double seconds = Double.parseDouble(matcher.group(1)) * seconds(matcher.group(2));
            Duration duration = Duration.ofMillis(Math.round(seconds * 1e3));
            if (!duration.isZero() && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw UserException.usage(option + " is '" + text
                + "'; write a duration such as 500ms, 30s, 10m or 2h, at most " + most.toHours() + "h");
    }

    private static double seconds(String unit) {
        if (unit.equals("ms")) {
            return 1e-3;
        }
        return unit.equals("s") ? 1 : unit.equals("m") ? 60 : 3600;
    }

    /** Pairs of a name and a value. The values may be secrets, so a complaint never shows one. */
    static Map<String, String> pairs(String option, String separator, List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int at = text.indexOf(separator);
            if (at <= 0) {
                throw UserException.usage(option + " wants a name and a value with '" + separator + "' between them");
            }
            String name = text.substring(0, at).strip();
            if (pairs.put(name, text.substring(at + 1).strip()) != null) {
                throw UserException.usage(option + " " + name + " stands twice");
            }
        }
        return pairs;
    }

    /** An address. */
    static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            // Its own text is not repeated: an address may hold a password.
            throw UserException.usage(
                    "--base-url is not an address; write it like https://example.com/v1 or http://127.0.0.1:9000");
        }
    }

    /** Whether an address is on the loopback interface. */
    static boolean isThisMachine(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
