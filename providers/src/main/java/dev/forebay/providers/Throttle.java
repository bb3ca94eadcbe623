package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.NamedLimit;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells the kinds of 429 apart that are not about money. Most differ in their text alone. */
final class Throttle {

    private static final Pattern GROWTH = Pattern.compile("(?i)maximum usage increase rate|acceleration limit");

    private static final Pattern CONCURRENCY =
            Pattern.compile("(?i)concurrent (?:connections|requests)|\\bconcurrency\\b");

    /** Azure's wait of a day says that the request exceeds the whole quota. */
    private static final Pattern TOO_LARGE = Pattern.compile("(?i)\\brequest too large\\b|retry after 86400 seconds");

    private static final Pattern LIMIT_AND_REQUEST =
            Pattern.compile("(?i)\\blimit:? (\\d[\\d,]{0,14})\\b.{0,80}?\\brequested:? (\\d[\\d,]{0,14})");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b(?:(input|output)[ -])?(tokens|requests) per"
                    + " (min(?:ute)?|second|hour|day|month)\\b|\\b(token|call|request)s? rate limit\\b|\\btoo many (tokens)\\b");

    /** "your rate limit of 50,000 input tokens per minute", "on tokens per min (TPM): Limit 30000, Used ...". */
    private static final Pattern AMOUNT = Pattern.compile("(?i)\\blimit(?: of|:)? (\\d[\\d,]{0,11})\\b");

    private Throttle() {}

    /**
     * The signal of a 429, still without readings. The wait is given on where waiting helps; where a day's quota is used up,
     * it says until when.
     */
    static Signal.Builder signal(
            RawHeaders head, ErrorBody error, List<LimitReading> readings, Optional<Duration> wait) {
        String message = error.message();
        Optional<Dimension> named = dimension(error);
        Verdict verdict = verdict(head, error, readings, wait, named.isPresent());
        Signal.Builder signal = Signal.builder(verdict);
        named.or(() -> empty(readings)).ifPresent(signal::dimension);
        if (verdict == Verdict.THROTTLED_RATE) {
            namedLimit(message).ifPresent(signal::namedLimit);
        }
        if (CONCURRENCY.matcher(message).find()) {
            signal.dimension(Dimension.CONCURRENCY);
        }
        if (verdict.isThrottled() || verdict == Verdict.OVERLOADED) {
            wait.ifPresent(signal::retryAfter);
        } else if (verdict == Verdict.QUOTA_EXHAUSTED) {
            wait.flatMap(w -> later(head, w)).ifPresent(signal::until);
        }
        return signal;
    }

    /** The limit per minute that the text names with its amount. */
    private static Optional<NamedLimit> namedLimit(String message) {
        Matcher named = NAMED.matcher(message);
        Matcher amount = AMOUNT.matcher(message);
        boolean minute = named.find() && lower(named.group(3)).startsWith("min");
        if (!minute || !amount.find()) {
            return Optional.empty();
        }
        long permits = number(amount.group(1)).longValue();
        return permits < 1
                ? Optional.empty()
                : Optional.of(new NamedLimit(dimension(named), Duration.ofMinutes(1), permits));
    }

    private static Verdict verdict(
            RawHeaders head, ErrorBody error, List<LimitReading> readings, Optional<Duration> wait, boolean named) {
        String message = error.message();
        if (TOO_LARGE.matcher(message).find() || requestExceedsLimit(message)) {
            return Verdict.TOO_LARGE;
        }
        if (error.code().equals("slow_down") || GROWTH.matcher(message).find()) {
            return Verdict.THROTTLED_GROWTH;
        }
        if (CONCURRENCY.matcher(message).find()) {
            return Verdict.THROTTLED_CONCURRENCY;
        }
        if (message.toLowerCase(Locale.ROOT).contains("resource unavailable")) {
            return Verdict.OVERLOADED;
        }
        if (isLongPeriod(error)) {
            return Verdict.QUOTA_EXHAUSTED;
        }
        if (named || wait.isPresent() || !readings.isEmpty()) {
            return Verdict.THROTTLED_RATE;
        }
        // A refusal for good that is none of the known kinds: hold the work, rather than lose it or ask for ever.
        boolean forGood = ErrorReader.shouldRetry(head).equals(Optional.of(false));
        return forGood ? Verdict.QUOTA_EXHAUSTED : Verdict.THROTTLED_CONCURRENCY;
    }

    /** A limit per day or month is named; no wait that a pool could sit out. */
    private static boolean isLongPeriod(ErrorBody error) {
        Matcher named = NAMED.matcher(error.message());
        boolean byText = named.find()
                && named.group(3) != null
                && named.group(3).toLowerCase(Locale.ROOT).matches("day|month");
        return byText || error.quotaId().contains("PerDay");
    }

    private static Optional<Dimension> dimension(ErrorBody error) {
        Matcher named = NAMED.matcher(error.message());
        if (named.find()) {
            return Optional.of(dimension(named));
        }
        if (error.type().equals("tokens")) {
            return Optional.of(Dimension.TOTAL_TOKENS);
        }
        return error.type().equals("requests") ? Optional.of(Dimension.REQUESTS) : Optional.empty();
    }

    private static Dimension dimension(Matcher named) {
        String side = lower(named.group(1));
        String what = lower(named.group(2)) + lower(named.group(4)) + lower(named.group(5));
        if (what.startsWith("token")) {
            return side.equals("input")
                    ? Dimension.INPUT_TOKENS
                    : side.equals("output") ? Dimension.OUTPUT_TOKENS : Dimension.TOTAL_TOKENS;
        }
        return Dimension.REQUESTS;
    }

    /** The one limit of which nothing is left; with several, nobody knows which refused. */
    private static Optional<Dimension> empty(List<LimitReading> readings) {
        List<LimitReading> empty =
                readings.stream().filter(reading -> reading.remaining() == 0).toList();
        return empty.size() == 1 ? Optional.of(empty.get(0).dimension()) : Optional.empty();
    }

    private static boolean requestExceedsLimit(String message) {
        Matcher numbers = LIMIT_AND_REQUEST.matcher(message);
        return numbers.find() && number(numbers.group(2)).compareTo(number(numbers.group(1))) > 0;
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits.replace(",", ""));
    }

    private static Optional<Instant> later(RawHeaders head, Duration wait) {
        try {
            return Optional.of(head.receivedAt().plus(wait));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return Optional.empty();
        }
    }

    private static String lower(@Nullable String group) {
        return group == null ? "" : group.toLowerCase(Locale.ROOT);
    }
}
