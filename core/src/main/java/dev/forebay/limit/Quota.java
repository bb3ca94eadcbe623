package dev.forebay.limit;

import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * An amount per period in one dimension, and how much of it may be used at once. Immutable.
 *
 * @param dimension what is counted
 * @param amount permits per period, 1 to {@value #AMOUNT_MAX}
 * @param period the period, 1 second to 31 days; refill is continuous over it
 * @param burst how many seconds of refill the bucket holds, more than zero and at most the period; empty if unknown, and then
 *     it starts at one second of refill and is learned from the provider's headers. Providers do not publish it: Anthropic
 *     says that "60 RPM might be 1 request per second"
 * @param dayZone the zone at whose midnights the whole amount is there again, and nothing refills in between (Gemini: Pacific
 *     time); only for a period and a burst of a day; empty if refill is continuous
 */
public record Quota(
        Dimension dimension, long amount, Duration period, Optional<Duration> burst, Optional<ZoneId> dayZone) {

    /** Far above any published limit, and low enough for sums in micro-permits to fit a {@code long}. */
    public static final long AMOUNT_MAX = 10_000_000_000L;

    private static final Duration PERIOD_MAX = Duration.ofDays(31);

    /** Checks the ranges. */
    public Quota {
        if (amount < 1 || amount > AMOUNT_MAX) {
            throw new IllegalArgumentException(
                    dimension.words() + " quota is " + amount + "; allowed: 1 to " + AMOUNT_MAX);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(PERIOD_MAX) > 0) {
            throw new IllegalArgumentException("period is " + period + "; allowed: 1 second to 31 days");
        }
        if (burst.isPresent()
                && (burst.get().isNegative()
                        || burst.get().isZero()
                        || burst.get().compareTo(period) > 0)) {
            throw new IllegalArgumentException(
                    "burst is " + burst.get() + "; allowed: more than zero, at most the period of " + period);
        }
        if (dayZone.isPresent() && !(period.equals(Duration.ofDays(1)) && burst.equals(Optional.of(period)))) {
            throw new IllegalArgumentException("a calendar day in " + dayZone.get() + " has period " + period
                    + " and burst " + burst.map(Duration::toString).orElse("unknown") + "; allowed: a day, both");
        }
    }

    /** A quota that refills continuously. */
    public Quota(Dimension dimension, long amount, Duration period, Optional<Duration> burst) {
        this(dimension, amount, period, burst, Optional.empty());
    }

    /** So many permits a minute, with an unknown burst. */
    public static Quota perMinute(Dimension dimension, long amount) {
        return new Quota(dimension, amount, Duration.ofMinutes(1), Optional.empty());
    }

    /** So many permits a day, refilled continuously, with a burst of the whole day. */
    public static Quota perDay(Dimension dimension, long amount) {
        return new Quota(dimension, amount, Duration.ofDays(1), Optional.of(Duration.ofDays(1)));
    }

    /** So many permits in each calendar day of a zone, all there at midnight. */
    public static Quota perCalendarDay(Dimension dimension, long amount, ZoneId zone) {
        Duration day = Duration.ofDays(1);
        return new Quota(dimension, amount, day, Optional.of(day), Optional.of(zone));
    }

    /** One of so many equal parts of it, at least one permit. */
    public Quota part(int parts) {
        return new Quota(dimension, Math.max(1, amount / parts), period, burst, dayZone);
    }

    /** The same quota with a known burst. */
    public Quota withBurst(Duration burst) {
        return new Quota(dimension, amount, period, Optional.of(burst), dayZone);
    }
}
