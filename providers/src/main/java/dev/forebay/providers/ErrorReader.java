package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives an error its verdict, for every provider: their codes and texts do not overlap, and a proxy may speak for either.
 *
 * <p>In this order: quotas that are used up, whatever the status; the kinds of 429 ({@link Throttle}); lack of capacity;
 * then the status, where {@code x-should-retry} decides between transient and invalid. Inside a stream the status is 200,
 * and the type of the error stands in for it.
 */
final class ErrorReader {

    private static final Set<String> OVERLOADED =
            Set.of("overloaded_error", "server_is_overloaded", "service_unavailable_error", "capacity_exceeded");

    /** Codes and types that decide alone, and what status they stand for when there is none. */
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("invalid_request_error", 400),
            Map.entry("authentication_error", 401),
            Map.entry("billing_error", 402),
            Map.entry("permission_error", 403),
            Map.entry("not_found_error", 404),
            Map.entry("request_too_large", 413),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("slow_down", 429),
            Map.entry("insufficient_quota", 429),
            Map.entry("api_error", 500),
            Map.entry("server_error", 500),
            Map.entry("timeout_error", 504),
            Map.entry("service_unavailable_error", 503),
            Map.entry("server_is_overloaded", 503),
            Map.entry("overloaded_error", 529));

    /** Codes of a 400 or 422 that say more than the status. */
    private static final Map<String, Verdict> CODES = Map.of(
            "context_length_exceeded", Verdict.TOO_LARGE,
            "string_above_max_length", Verdict.TOO_LARGE,
            "request_too_large", Verdict.TOO_LARGE,
            "model_not_found", Verdict.NOT_FOUND,
            "invalid_api_key", Verdict.UNAUTHORIZED);

    private ErrorReader() {}

    /** The signal of an error; the usage, if any is known, is the caller's to add. */
    static Signal.Builder signal(RawHeaders head, ErrorBody error, List<LimitReading> readings) {
        int status = statusOf(head, error);
        Optional<Duration> wait = Waits.of(head, error);
        Signal.Builder signal = verdictOf(status, head, error, readings, wait);
        readings.forEach(signal::reading);
        return signal.message(message(status, error));
    }

    private static Signal.Builder verdictOf(
            int status, RawHeaders head, ErrorBody error, List<LimitReading> readings, Optional<Duration> wait) {
        if (Exhaustion.isIn(status, error)) {
            Signal.Builder exhausted = Signal.builder(Verdict.QUOTA_EXHAUSTED);
            Exhaustion.until(error.message()).ifPresent(exhausted::until);
            return exhausted;
        }
        if (status == 429) {
            return Throttle.signal(head, error, readings, wait);
        }
        Verdict verdict = verdict(status, error, head);
        Signal.Builder signal = Signal.builder(verdict);
        if (verdict == Verdict.OVERLOADED || verdict == Verdict.TRANSIENT) {
            wait.ifPresent(signal::retryAfter);
        }
        return signal;
    }

    private static Verdict verdict(int status, ErrorBody error, RawHeaders head) {
        boolean failedThere = status >= 500;
        if (status == 529 || status == 503 || status == 498 || (failedThere && isOverloaded(error))) {
            return Verdict.OVERLOADED;
        }
        Verdict byCode = CODES.get(error.code());
        if (byCode != null && !failedThere) {
            return byCode;
        }
        return switch (status) {
            case 401, 403, 407 -> Verdict.UNAUTHORIZED;
            case 402 -> Verdict.QUOTA_EXHAUSTED;
            case 404, 301, 302, 303, 307, 308 -> Verdict.NOT_FOUND;
            case 413 -> Verdict.TOO_LARGE;
            default -> transientOrInvalid(status, error, head);
        };
    }

    private static Verdict transientOrInvalid(int status, ErrorBody error, RawHeaders head) {
        if (status < 500 && error.message().startsWith("prompt is too long")) {
            return Verdict.TOO_LARGE;
        }
        boolean failedOfItself = status >= 500 || status == 408 || status == 409 || status < 200;
        boolean again = shouldRetry(head).orElse(failedOfItself);
        return again ? Verdict.TRANSIENT : Verdict.INVALID;
    }

    /** What the server says itself, if it does. */
    static Optional<Boolean> shouldRetry(RawHeaders head) {
        return head.headers()
                .first("x-should-retry")
                .filter(value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"))
                .map(value -> value.equalsIgnoreCase("true"));
    }

    private static boolean isOverloaded(ErrorBody error) {
        return OVERLOADED.contains(error.code()) || OVERLOADED.contains(error.type());
    }

    /** The status of HTTP; for an error inside a success, the one that its code or type would have had. */
    private static int statusOf(RawHeaders head, ErrorBody error) {
        if (!head.isSuccess()) {
            return head.status();
        }
        if (error.code().matches("[45]\\d\\d")) {
            return Integer.parseInt(error.code());
        }
        Integer byCode = STATUSES.get(error.code());
        return byCode != null ? byCode : STATUSES.getOrDefault(error.type(), 500);
    }

    private static String message(int status, ErrorBody error) {
        String kind = error.code().matches("|[\\d.]+") ? error.type() : error.code();
        String said = PlainText.oneLine(error.message());
        return status + (kind.isEmpty() ? "" : " " + PlainText.oneLine(kind)) + (said.isEmpty() ? "" : ": " + said);
    }
}
