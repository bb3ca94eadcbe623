package dev.forebay.providers;

import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;
import java.util.function.LongFunction;

/** The kinds of limits of models that an admin endpoint names, in the order in which they are said. */
enum LimitKind {
    REQUESTS_PER_MINUTE("requests a minute", amount -> Quota.perMinute(Dimension.REQUESTS, amount)),
    INPUT_TOKENS_PER_MINUTE("input tokens a minute", amount -> Quota.perMinute(Dimension.INPUT_TOKENS, amount)),
    OUTPUT_TOKENS_PER_MINUTE("output tokens a minute", amount -> Quota.perMinute(Dimension.OUTPUT_TOKENS, amount)),
    TOKENS_PER_MINUTE("tokens a minute", amount -> Quota.perMinute(Dimension.TOTAL_TOKENS, amount)),
    REQUESTS_PER_DAY("requests a day", amount -> Quota.perDay(Dimension.REQUESTS, amount)),
    TOKENS_PER_DAY("tokens a day", amount -> Quota.perDay(Dimension.TOTAL_TOKENS, amount));

    private final String words;
    private final LongFunction<Quota> quota;

    LimitKind(String words, LongFunction<Quota> quota) {
        this.words = words;
        this.quota = quota;
    }

    /** For a person. */
    String words() {
        return words;
    }

    /** So much of it, 1 or more; what is above any limit that a pool can hold is as good as that. */
    Quota quota(long amount) {
        return quota.apply(Math.min(amount, Quota.AMOUNT_MAX));
    }
}
