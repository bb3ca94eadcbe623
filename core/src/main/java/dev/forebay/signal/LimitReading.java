package dev.forebay.signal;

import java.time.Duration;
import java.util.Optional;

/**
 * What the headers of one answer said about one limit. Immutable.
 *
 * <p>{@code remaining} was true at some unknown instant between sending and receiving, rounded by up to {@code rounding}
 * permits, and never shows less than zero.
 *
 * @param dimension what is limited
 * @param period over which, 1 second to 31 days; a minute for most, a day for some
 * @param limit the whole quota of a period, 1 or more
 * @param remaining what is left of it, zero or more
 * @param rounding the largest error of {@code remaining} in permits: 500 where a provider rounds to the nearest thousand,
 *     0 where it is exact
 * @param resetAfter the time until the limit is whole again, if said; it is cut to seconds at some providers, so no level
 *     is ever computed from it
 */
public record LimitReading(
        Dimension dimension,
        Duration period,
        long limit,
        long remaining,
        long rounding,
        Optional<Duration> resetAfter) {

    /** Checks the ranges. */
    public LimitReading {
        if (limit < 1
                || remaining < 0
                || rounding < 0
                || period.compareTo(Duration.ofSeconds(1)) < 0
                || period.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException(
                    "limit " + limit + ", remaining " + remaining + ", rounding " + rounding + ", period " + period
                            + "; allowed: limit >= 1, remaining and rounding >= 0, period 1 second to 31 days");
        }
    }
}
