package dev.forebay.limit;

import dev.forebay.signal.Dimension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a pool's limits before the first call: quotas, and calls in flight. Immutable.
 *
 * <p>Whatever is missing is learned from the provider's headers.
 */
public final class Limits {

    private static final Limits UNKNOWN = new Limits(List.of(), OptionalInt.empty());

    private final List<Quota> quotas;
    private final OptionalInt concurrency;

    private Limits(List<Quota> quotas, OptionalInt concurrency) {
        this.quotas = List.copyOf(quotas);
        this.concurrency = concurrency;
    }

    /** Nothing is known: all is learned. */
    public static Limits unknown() {
        return UNKNOWN;
    }

    /** These quotas, at most one for each dimension and period. */
    public static Limits of(Quota... quotas) {
        Map<String, Quota> unique = new LinkedHashMap<>();
        for (Quota quota : quotas) {
            if (unique.put(quota.dimension() + "/" + quota.period(), quota) != null) {
                throw new IllegalArgumentException(
                        "two quotas for " + quota.dimension().words() + " per " + quota.period());
            }
        }
        return new Limits(List.of(quotas), OptionalInt.empty());
    }

    /** The same limits, and so many calls in flight at most, 1 or more. */
    public Limits withConcurrency(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("concurrency is " + calls + "; allowed: 1 or more");
        }
        return new Limits(quotas, OptionalInt.of(calls));
    }

    /**
     * Reads limits as a person writes them: {@code rpm=1200,itpm=600k,otpm=120k,burst=10s}.
     *
     * <p>Names: {@code rpm} and {@code rpd} (requests), {@code itpm} (input tokens), {@code otpm} (output tokens),
     * {@code tpm} and {@code tpd} (total tokens), {@code concurrency} (calls in flight), {@code burst} (seconds of refill that
     * each bucket per minute holds). Numbers may end in {@code k} or {@code M}.
     *
     * @throws IllegalArgumentException naming the part that is wrong and what is allowed
     */
    public static Limits parse(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0
                    ? part.strip()
                    : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (equals < 0 || !NAMES.contains(name)) {
                throw new IllegalArgumentException("limits: '" + part.strip() + "' is not one of "
                        + String.join("=, ", NAMES) + "=; example: rpm=1200,itpm=600k,otpm=120k");
            }
            if (parts.put(name, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("limits: " + name + " stands twice");
            }
        }
        String burst = parts.remove("burst");
        String concurrency = parts.remove("concurrency");
        List<Quota> quotas = new ArrayList<>();
        parts.forEach((name, value) -> quotas.add(quota(name, number(name, value))));
        if (burst != null) {
            Duration seconds = seconds(burst);
            quotas.replaceAll(quota -> quota.burst().isPresent() ? quota : quota.withBurst(seconds));
        }
        Limits limits = of(quotas.toArray(Quota[]::new));
        return concurrency == null
                ? limits
                : limits.withConcurrency(Math.toIntExact(number("concurrency", concurrency)));
    }

    private static final List<String> NAMES =
            List.of("rpm", "rpd", "itpm", "otpm", "tpm", "tpd", "concurrency", "burst");

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,9})?)s?");

    private static final Duration BURST_MAX = Duration.ofSeconds(60);

    private static Quota quota(String name, long amount) {
        Dimension dimension = name.startsWith("r")
                ? Dimension.REQUESTS
                : name.startsWith("i")
                        ? Dimension.INPUT_TOKENS
                        : name.startsWith("o") ? Dimension.OUTPUT_TOKENS : Dimension.TOTAL_TOKENS;
        return name.endsWith("d") ? Quota.perDay(dimension, amount) : Quota.perMinute(dimension, amount);
    }

    private static long number(String name, String value) {
        String digits = value;
        long unit = 1;
        if (value.endsWith("k") || value.endsWith("K")) {
            unit = 1_000;
            digits = value.substring(0, value.length() - 1);
        } else if (value.endsWith("m") || value.endsWith("M")) {
            unit = 1_000_000;
            digits = value.substring(0, value.length() - 1);
        }
        long max = name.equals("concurrency") ? Integer.MAX_VALUE : Quota.AMOUNT_MAX;
        try {
            long number = Math.multiplyExact(Long.parseLong(digits), unit);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException notANumber) {
            // Said below, in the same words as a number out of range.
        }
        throw new IllegalArgumentException("limits: " + name + "=" + value
                + " is out of range; allowed: whole numbers from 1 to " + max + ", or 600k, 2M");
    }

    private static Duration seconds(String value) {
        Matcher matcher = SECONDS.matcher(value);
        if (matcher.matches()) {
            Duration burst = Duration.ofNanos(
                    new BigDecimal(matcher.group(1)).movePointRight(9).longValueExact());
            if (!burst.isZero() && burst.compareTo(BURST_MAX) <= 0) {
                return burst;
            }
        }
        throw new IllegalArgumentException("limits: burst=" + value
                + " is out of range; allowed: more than 0 s, at most 60 s; example: burst=10s");
    }

    /** The quotas, in the order given. */
    public List<Quota> quotas() {
        return quotas;
    }

    /** The calls in flight that are allowed; empty if unknown. */
    public OptionalInt concurrency() {
        return concurrency;
    }

    @Override
    public String toString() {
        return quotas + (concurrency.isPresent() ? ", concurrency " + concurrency.getAsInt() : "");
    }
}
