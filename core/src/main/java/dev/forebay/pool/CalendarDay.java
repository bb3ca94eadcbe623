package dev.forebay.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The day of a limit that is whole again at each midnight of a zone. Not thread-safe. */
final class CalendarDay {

    /** The provider's clock may be behind ours by so much, or ahead; before its midnight it would still refuse. */
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofSeconds(1);

    /** A century: nobody waits for longer, and its nanoseconds fit a {@code long}. */
    private static final long DAYS_MAX = 36_525;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * The end may be told so much too late, and never too early. Two clocks are read one after the other, and one of them is
     * slewed: each look sees another end, for which whoever waits would arm another alarm. A day begins a second late anyway.
     */
    private static final long LATE_NANOS_MAX = Duration.ofMillis(10).toNanos();

    private final ZoneId zone;
    private Instant begin = Instant.MIN;
    private Instant end = Instant.MIN;
    private long endNanos;
    private long begunNanos;

    /** Over before the first look at a clock. */
    CalendarDay(ZoneId zone, long nowNanos) {
        this.zone = zone;
        endNanos = nowNanos;
    }

    /**
     * Looks at the wall clock, which may have been set since.
     *
     * @return whether a new day has begun; never before the last that began is over, even if the clock was set back
     */
    boolean begins(Instant wall, long nowNanos) {
        boolean over = !wall.isBefore(end);
        if (over) {
            begunNanos = nanosSinceMidnight(wall);
            begin = start(wall.minus(CLOCKS_DIFFER_MAX), 0);
            end = start(wall.minus(CLOCKS_DIFFER_MAX), 1);
        }
        long seenNanos = nowNanos + Duration.between(wall, end).toNanos();
        endNanos = over ? seenNanos : steady(seenNanos);
        return over;
    }

    /** Where it was, as long as that is not too early nor much too late; else with room to both sides. */
    private long steady(long seenNanos) {
        long late = endNanos - seenNanos;
        return late >= 0 && late <= LATE_NANOS_MAX ? endNanos : seenNanos + LATE_NANOS_MAX / 2;
    }

    /** For how long, at its beginning here, the provider may have had it already; a minute at most, and none for the first. */
    long begunNanos() {
        return begunNanos;
    }

    private long nanosSinceMidnight(Instant wall) {
        if (end.equals(Instant.MIN)) {
            return 0;
        }
        Duration since = Duration.between(end.minus(CLOCKS_DIFFER_MAX.multipliedBy(2)), wall);
        return since.compareTo(MINUTE) < 0 ? since.toNanos() : MINUTE.toNanos();
    }

    /** When it began. */
    Instant begin() {
        return begin;
    }

    /** When it is over. */
    Instant end() {
        return end;
    }

    /** When it is over, on the monotonic time; up to ten milliseconds too late. */
    long endNanos() {
        return endNanos;
    }

    /** When so many more days are over as well. */
    long endNanos(long days) {
        long counted = Math.min(days, DAYS_MAX);
        return endNanos
                + Duration.between(end, start(end.minus(CLOCKS_DIFFER_MAX), counted))
                        .toNanos();
    }

    /** Whether it was this day already, so long before its end. */
    boolean isWithin(long restedNanos, Instant wall) {
        Instant begin = start(wall.minus(CLOCKS_DIFFER_MAX), 0);
        return !wall.minusNanos(restedNanos).isBefore(begin);
    }

    private Instant start(Instant wall, long daysLater) {
        return wall.atZone(zone)
                .toLocalDate()
                .plusDays(daysLater)
                .atStartOfDay(zone)
                .toInstant()
                .plus(CLOCKS_DIFFER_MAX);
    }
}
