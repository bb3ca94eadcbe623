package dev.forebay.signal;

import java.time.Duration;

/**
 * A limit as the text of a refusal names it: "your rate limit of 50,000 input tokens per minute". Immutable.
 *
 * @param dimension what is limited
 * @param period over which, 1 second to 31 days
 * @param amount permits per period, 1 or more
 */
public record NamedLimit(Dimension dimension, Duration period, long amount) {

    /** Checks the ranges. */
    public NamedLimit {
        if (amount < 1 || period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException(
                    "limit " + amount + ", period " + period + "; allowed: 1 or more, 1 second to 31 days");
        }
    }
}
