package dev.forebay.simulator.limit;

import java.time.Duration;

/** What a provider counts. */
public enum Dimension {
    /** Requests a minute. */
    REQUESTS("rpm", "requests", Duration.ofMinutes(1)),
    /** Input tokens a minute. */
    INPUT_TOKENS("itpm", "input_tokens", Duration.ofMinutes(1)),
    /** Output tokens a minute, counted as they are produced. */
    OUTPUT_TOKENS("otpm", "output_tokens", Duration.ofMinutes(1)),
    /** Tokens of both kinds a minute. */
    TOKENS("tpm", "tokens", Duration.ofMinutes(1)),
    /** Requests a day. */
    REQUESTS_PER_DAY("rpd", "requests_per_day", Duration.ofDays(1)),
    /** Tokens of both kinds a day. */
    TOKENS_PER_DAY("tpd", "tokens_per_day", Duration.ofDays(1));

    private final String option;
    private final String key;
    private final Duration period;

    Dimension(String option, String key, Duration period) {
        this.option = option;
        this.key = key;
        this.period = period;
    }

    /** The name of its option, such as {@code itpm}. */
    public String option() {
        return option;
    }

    /** Its name in the ledger, such as {@code input_tokens}. */
    public String key() {
        return key;
    }

    /** The time in which the limit may be used once. */
    public Duration period() {
        return period;
    }

    /** True for requests, false for tokens. */
    public boolean countsRequests() {
        return this == REQUESTS || this == REQUESTS_PER_DAY;
    }
}
