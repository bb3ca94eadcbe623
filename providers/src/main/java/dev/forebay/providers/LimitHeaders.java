package dev.forebay.providers;

import dev.forebay.providers.http.Headers;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rate-limit headers of an answer.
 *
 * <p>A family counts if limit and remaining are both there and in range; families are missing from some answers, and from
 * all answers of some accounts.
 */
final class LimitHeaders {

    /** Anthropic rounds counts of tokens to the nearest thousand. */
    private static final long ANTHROPIC_ROUNDING = 500;

    /** A reset further away than a minute's limit can have, with some slack for one that is overdrawn. */
    private static final Duration MINUTE_RESET_MAX = Duration.ofSeconds(90);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration DAY = Duration.ofDays(1);

    private LimitHeaders() {}

    /**
     * Anthropic's families of requests, input and output tokens. The one of {@code tokens} is a sum or whichever limit is
     * tightest, with the earlier of two resets: it says nothing of a level. Those of fast mode, priority and subscriptions
     * meter other pools.
     */
    static List<LimitReading> anthropic(RawHeaders head) {
        List<LimitReading> readings = new ArrayList<>(3);
        anthropic(head, "requests", Dimension.REQUESTS, 0).ifPresent(readings::add);
        anthropic(head, "input-tokens", Dimension.INPUT_TOKENS, ANTHROPIC_ROUNDING)
                .ifPresent(readings::add);
        anthropic(head, "output-tokens", Dimension.OUTPUT_TOKENS, ANTHROPIC_ROUNDING)
                .ifPresent(readings::add);
        return readings;
    }

    /** OpenAI's families of requests and tokens; a project's own limit of tokens counts where it is the tighter one. */
    static List<LimitReading> openAi(RawHeaders head) {
        List<LimitReading> readings = new ArrayList<>(2);
        tighter(openAi(head, "requests", Dimension.REQUESTS), openAi(head, "project-requests", Dimension.REQUESTS))
                .ifPresent(readings::add);
        tighter(openAi(head, "tokens", Dimension.TOTAL_TOKENS), openAi(head, "project-tokens", Dimension.TOTAL_TOKENS))
                .ifPresent(readings::add);
        return readings;
    }

    private static Optional<LimitReading> anthropic(
            RawHeaders head, String family, Dimension dimension, long rounding) {
        String prefix = "anthropic-ratelimit-" + family + "-";
        Optional<Duration> reset = head.headers()
                .first(prefix + "reset")
                .flatMap(LimitHeaders::timestamp)
                .flatMap(at -> Waits.between(Waits.serverTime(head), at))
                .map(LimitHeaders::notNegative);
        return reading(head.headers(), prefix + "limit", prefix + "remaining", dimension, rounding, MINUTE, reset);
    }

    private static Optional<LimitReading> openAi(RawHeaders head, String family, Dimension dimension) {
        String prefix = "x-ratelimit-";
        Optional<Duration> reset =
                head.headers().first(prefix + "reset-" + family).flatMap(GoDuration::parse);
        // Where a day's limit binds, these headers show it in the place of the minute's; its reset gives it away.
        Duration period = reset.filter(r -> r.compareTo(MINUTE_RESET_MAX) > 0).isPresent() ? DAY : MINUTE;
        return reading(
                head.headers(),
                prefix + "limit-" + family,
                prefix + "remaining-" + family,
                dimension,
                0,
                period,
                reset);
    }

    private static Optional<LimitReading> reading(
            Headers headers,
            String limitName,
            String remainingName,
            Dimension dimension,
            long rounding,
            Duration period,
            Optional<Duration> reset) {
        Optional<Long> limit = headers.first(limitName).flatMap(LimitHeaders::count);
        Optional<Long> remaining = headers.first(remainingName).flatMap(LimitHeaders::count);
        if (limit.isEmpty() || remaining.isEmpty() || limit.get() < 1) {
            return Optional.empty();
        }
        return Optional.of(new LimitReading(dimension, period, limit.get(), remaining.get(), rounding, reset));
    }

    private static Optional<LimitReading> tighter(Optional<LimitReading> one, Optional<LimitReading> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().remaining() <= other.get().remaining() ? one : other;
    }

    /** At most 12 digits: sums of these in micro-permits must not overflow. */
    private static Optional<Long> count(String value) {
        return value.matches("\\d{1,12}") ? Optional.of(Long.parseLong(value)) : Optional.empty();
    }

    private static Optional<Instant> timestamp(String value) {
        try {
            return Optional.of(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException notATimestamp) {
            return Optional.empty();
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
