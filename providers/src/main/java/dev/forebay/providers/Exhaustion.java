package dev.forebay.providers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises that money or a month's quota is used up: no wait of seconds helps, and each further call is refused.
 *
 * <p>Anthropic sends the tier's spend cap as 429, a spend limit of one's own and an empty credit as 400; OpenAI sends all
 * of them as 429.
 */
final class Exhaustion {

    private static final Set<String> CODES = Set.of(
            "insufficient_quota",
            "billing_error",
            "credit_balance_exhausted",
            "enforced_spend_limit_reached",
            "billing_hard_limit_reached");

    private static final Pattern TEXT =
            Pattern.compile("(?i)credit balance is too low|reached your (?:specified )?(?:workspace )?api usage limits"
                    + "|you will regain access on|check your plan and billing details");

    private static final Pattern SPEND_LIMIT =
            Pattern.compile("\\w*(?:spend|usage|billing)_limit_(?:exceeded|reached)");

    private static final Pattern REGAIN = Pattern.compile(
            "(?i)regain access on (\\d{4}-\\d{2}-\\d{2}|[a-z]{3,9} \\d{1,2},? \\d{4})(?:,? at (\\d{1,2}:\\d{2}))?");

    private Exhaustion() {}

    static boolean isIn(int status, ErrorBody error) {
        if (status >= 500 || status == 401 || isGoogleRate(error)) {
            return false;
        }
        return isCode(error.code())
                || isCode(error.type())
                || isCode(error.detailCode())
                || TEXT.matcher(error.message()).find();
    }

    /** Google's text speaks of plan and billing for a limit per minute too, and names the quota apart. */
    private static boolean isGoogleRate(ErrorBody error) {
        return !error.quotaId().isEmpty() || !error.retryDelay().isEmpty();
    }

    private static boolean isCode(String code) {
        return CODES.contains(code) || SPEND_LIMIT.matcher(code).matches();
    }

    /** When it is there again, if the text says; in UTC, as the text does. */
    static Optional<Instant> until(String message) {
        Matcher regain = REGAIN.matcher(message);
        if (!regain.find()) {
            return Optional.empty();
        }
        String time = regain.group(2) == null ? "0:00" : regain.group(2);
        try {
            LocalDate date = dateOf(regain.group(1));
            return Optional.of(date.atTime(LocalTime.parse(time, DateTimeFormatter.ofPattern("H:mm", Locale.ROOT)))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static LocalDate dateOf(String text) {
        return Character.isDigit(text.charAt(0))
                ? LocalDate.parse(text)
                : LocalDate.parse(text.replace(",", ""), DateTimeFormatter.ofPattern("MMMM d yyyy", Locale.ENGLISH));
    }
}
