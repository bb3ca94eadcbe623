package dev.forebay.providers;

import dev.forebay.providers.http.Headers;
import dev.forebay.providers.http.RawHeaders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds how long an error asks us to wait.
 *
 * <p>In this order: {@code retry-after-ms}, {@code retry-after} in seconds or as a date (RFC 9110), a delay in the body,
 * words in the message. The first that is more than zero and at most {@link #WAIT_MAX} counts; the rest is no wait.
 */
final class Waits {

    /** A longer wait than any limit's period is a mistake or says "never"; it must not stop a pool for days. */
    static final Duration WAIT_MAX = Duration.ofHours(24);

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(?:\\.\\d{1,12})?");

    private static final Pattern WORDS =
            Pattern.compile("(?i)(?:try(?:ing)? again|retry(?:ing)?) (?:in|after) (" + GoDuration.PATTERN + ")");

    private Waits() {}

    static Optional<Duration> of(RawHeaders head, ErrorBody error) {
        // Anthropic has sent the header on successes too, where it meant nothing; a stream that breaks off is one of
        // those.
        Headers headers = head.isSuccess() ? Headers.NONE : head.headers();
        return headers.first("retry-after-ms")
                .flatMap(value -> number(value, 1_000_000))
                .or(() -> headers.first("retry-after").flatMap(value -> number(value, 1_000_000_000)))
                .or(() -> headers.first("retry-after").flatMap(value -> until(value, head)))
                .or(() -> sane(GoDuration.parse(error.retryDelay())))
                .or(() -> words(error.message()));
    }

    private static Optional<Duration> number(String value, long unitNanos) {
        if (!DECIMAL.matcher(value).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = new BigDecimal(value).multiply(BigDecimal.valueOf(unitNanos));
        BigDecimal most = BigDecimal.valueOf(WAIT_MAX.toNanos());
        return nanos.compareTo(most) > 0
                ? Optional.empty()
                : sane(Optional.of(
                        Duration.ofNanos(nanos.setScale(0, RoundingMode.CEILING).longValueExact())));
    }

    private static Optional<Duration> until(String value, RawHeaders head) {
        return sane(httpDate(value).flatMap(date -> between(serverTime(head), date)));
    }

    private static Optional<Duration> words(String message) {
        Matcher words = WORDS.matcher(message);
        return words.find() ? sane(GoDuration.parse(words.group(1))) : Optional.empty();
    }

    private static Optional<Duration> sane(Optional<Duration> wait) {
        return wait.filter(w -> !w.isNegative() && !w.isZero() && w.compareTo(WAIT_MAX) <= 0);
    }

    /** What the server's clock showed: its dates are read against its own clock, so that ours may be wrong. */
    static Instant serverTime(RawHeaders head) {
        return head.headers().first("date").flatMap(Waits::httpDate).orElse(head.receivedAt());
    }

    static Optional<Duration> between(Instant from, Instant to) {
        try {
            return Optional.of(Duration.between(from, to));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
