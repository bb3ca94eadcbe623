package dev.forebay.limit;

import dev.forebay.signal.Dimension;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
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

    /** Into how many parts a key may be shared: more processes than any key feeds. */
    public static final int PARTS_MAX = 1_000;

    private static final Limits UNKNOWN = new Limits(List.of(), OptionalInt.empty(), 1);

    private final List<Quota> quotas;
    private final OptionalInt concurrency;
    private final int parts;

    private Limits(List<Quota> quotas, OptionalInt concurrency, int parts) {
        this.quotas = List.copyOf(quotas);
        this.concurrency = concurrency;
        this.parts = parts;
    }

    /** Nothing is known: all is learned. */
    public static Limits unknown() {
        return UNKNOWN;
    }

    /** These quotas, at most one for each dimension and period. */
    public static Limits of(Quota... quotas) {
        Map<String, Quota> unique = new LinkedHashMap<>();
        for (Quota quota : quotas) {
            if (unique.put(key(quota), quota) != null) {
                throw new IllegalArgumentException(
                        "two quotas for " + quota.dimension().words() + " per " + quota.period());
            }
        }
        return new Limits(List.of(quotas), OptionalInt.empty(), 1);
    }

    /** The same limits, and so many calls in flight at most, 1 or more. */
    public Limits withConcurrency(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("concurrency is " + calls + "; allowed: 1 or more");
        }
        return new Limits(quotas, OptionalInt.of(calls), parts);
    }

    /**
     * The same limits of a key that so many processes share, each with the same part: of what is given here, of what headers
     * show, and of the calls in flight, at least one each. As long as all of them keep to their parts, and no call is larger
     * than a part of the burst, none of them is refused for the sake of another; what one leaves unused nobody else gets.
     * Without it a pool learns what others use, and takes the rest.
     *
     * @param processes this one included, 1 to {@value #PARTS_MAX}
     */
    public Limits sharedBy(int processes) {
        if (processes < 1 || processes > PARTS_MAX) {
            throw new IllegalArgumentException(
                    "a key shared by " + processes + " processes; allowed: 1 to " + PARTS_MAX);
        }
        return new Limits(quotas, concurrency, processes);
    }

    /**
     * Reads limits as a person writes them: {@code rpm=1200,itpm=600k,otpm=120k,burst=10s}.
     *
     * <p>Names: {@code rpm} and {@code rpd} (requests), {@code itpm} (input tokens), {@code otpm} (output tokens),
     * {@code tpm} and {@code tpd} (total tokens), {@code concurrency} (calls in flight), {@code burst} (seconds of refill that
     * each bucket per minute holds), {@code share} ({@code 1/4}: this is one of four processes that share the key), {@code day-zone} ({@code UTC}: limits by the
     * day are whole again at each midnight there; without it they refill continuously). Numbers may end in {@code k} or {@code M}.
     *
     * @throws IllegalArgumentException naming the part that is wrong and what is allowed
     */
    public static Limits parse(String text) {
        return UNKNOWN.with(text);
    }

    /**
     * These limits, read from somewhere, and beside them what a person writes in the form of {@link #parse}. A number counts
     * where it is smaller than the one here; {@code burst} goes to each bucket per minute whose burst is not known.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public Limits with(String text) {
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
        String share = parts.remove("share");
        String dayZone = parts.remove("day-zone");
        List<Quota> written = new ArrayList<>();
        parts.forEach((name, value) -> written.add(quota(name, number(name, value))));
        List<Quota> both = smallerOf(quotas, written);
        if (dayZone != null) {
            byTheDay(both, dayZone);
        }
        if (burst != null) {
            Duration seconds = seconds(burst);
            both.replaceAll(quota -> quota.burst().isPresent() ? quota : quota.withBurst(seconds));
        }
        int calls = concurrency == null ? Integer.MAX_VALUE : Math.toIntExact(number("concurrency", concurrency));
        int fewer = Math.min(calls, this.concurrency.orElse(Integer.MAX_VALUE));
        Limits limits = of(both.toArray(Quota[]::new)).sharedBy(share == null ? this.parts : processes(share));
        return concurrency == null && this.concurrency.isEmpty() ? limits : limits.withConcurrency(fewer);
    }

    private static List<Quota> smallerOf(List<Quota> quotas, List<Quota> written) {
        Map<String, Quota> smaller = new LinkedHashMap<>();
        quotas.forEach(quota -> smaller.put(key(quota), quota));
        written.forEach(quota -> smaller.merge(
                key(quota),
                quota,
                (here, there) -> there.amount() < here.amount() ? fewer(here, there.amount()) : here));
        return new ArrayList<>(smaller.values());
    }

    private static Quota fewer(Quota known, long amount) {
        return new Quota(known.dimension(), amount, known.period(), known.burst(), known.dayZone());
    }

    private static String key(Quota quota) {
        return quota.dimension() + "/" + quota.period();
    }

    private static final List<String> NAMES =
            List.of("rpm", "rpd", "itpm", "otpm", "tpm", "tpd", "concurrency", "burst", "share", "day-zone");

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,9})?)s?");

    private static final Pattern SHARE = Pattern.compile("1/([0-9]{1,4})");

    private static final Duration DAY = Duration.ofDays(1);

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

    private static void byTheDay(List<Quota> quotas, String zone) {
        if (quotas.stream().noneMatch(quota -> quota.period().equals(DAY))) {
            throw new IllegalArgumentException("limits: day-zone=" + zone
                    + " says when a day begins, and no limit is by the day; give rpd= or tpd=");
        }
        ZoneId known;
        try {
            known = ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "limits: day-zone=" + zone + " is no zone; example: day-zone=America/Los_Angeles or day-zone=UTC");
        }
        quotas.replaceAll(quota ->
                quota.period().equals(DAY) ? Quota.perCalendarDay(quota.dimension(), quota.amount(), known) : quota);
    }

    private static int processes(String value) {
        Matcher matcher = SHARE.matcher(value);
        int processes = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (processes < 1 || processes > PARTS_MAX) {
            throw new IllegalArgumentException("limits: share=" + value + " is out of range; allowed: 1/1 to 1/"
                    + PARTS_MAX + "; example: share=1/4 for one of four processes");
        }
        return processes;
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

    /** The quotas of the whole key, in the order given. */
    public List<Quota> quotas() {
        return quotas;
    }

    /** Our part of each of them, as a pool uses it; whoever gives that to a pool has it divided again. */
    public Limits ownPart() {
        return new Limits(
                quotas.stream().map(quota -> quota.part(parts)).toList(),
                concurrency.isPresent() ? OptionalInt.of(Math.max(1, concurrency.getAsInt() / parts)) : concurrency,
                parts);
    }

    /** Into how many equal parts these limits are shared, 1 if they are all ours. */
    public int parts() {
        return parts;
    }

    /** The calls in flight that are allowed to the whole key; empty if unknown. */
    public OptionalInt concurrency() {
        return concurrency;
    }

    @Override
    public String toString() {
        return quotas
                + (concurrency.isPresent() ? ", concurrency " + concurrency.getAsInt() : "")
                + (parts == 1 ? "" : ", one part of " + parts);
    }
}
