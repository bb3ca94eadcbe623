package dev.forebay.providers;

import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;

/** The kinds of limits of models that an admin endpoint names, in the order in which they are said. */
enum LimitKind {
    REQUESTS_PER_MINUTE("requests a minute"),
    INPUT_TOKENS_PER_MINUTE("input tokens a minute"),
    OUTPUT_TOKENS_PER_MINUTE("output tokens a minute"),
    TOKENS_PER_MINUTE("tokens a minute"),
    REQUESTS_PER_DAY("requests a day"),
    TOKENS_PER_DAY("tokens a day");

    private final String words;

    LimitKind(String words) {
        this.words = words;
    }

    /** For a person. */
    String words() {
        return words;
    }

    /** So much of it, 1 or more; what is above any limit that a pool can hold is as good as that. */
    Quota quota(long amount) {
        long held = Math.min(amount, Quota.AMOUNT_MAX);
        return switch (this) {
            case REQUESTS_PER_MINUTE -> Quota.perMinute(Dimension.REQUESTS, held);
            case INPUT_TOKENS_PER_MINUTE -> Quota.perMinute(Dimension.INPUT_TOKENS, held);
            case OUTPUT_TOKENS_PER_MINUTE -> Quota.perMinute(Dimension.OUTPUT_TOKENS, held);
            case TOKENS_PER_MINUTE -> Quota.perMinute(Dimension.TOTAL_TOKENS, held);
            case REQUESTS_PER_DAY -> Quota.perDay(Dimension.REQUESTS, held);
            case TOKENS_PER_DAY -> Quota.perDay(Dimension.TOTAL_TOKENS, held);
        };
    }
}
