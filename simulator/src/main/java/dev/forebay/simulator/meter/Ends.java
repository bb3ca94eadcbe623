package dev.forebay.simulator.meter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When the windows of a limit end. Immutable. */
@FunctionalInterface
interface Ends {

    /** The first end after that moment. */
    long after(long nanos);

    /** One window after the other, aligned to the wall clock, as if they ran since 1970. */
    static Ends every(Duration window, long originNanos, Instant wallAtOrigin) {
        long length = window.toNanos();
        long sinceEpoch = Math.floorMod(
                Math.addExact(
                        Math.multiplyExact(wallAtOrigin.getEpochSecond(), 1_000_000_000L), wallAtOrigin.getNano()),
                length);
        long firstEnd = originNanos + length - sinceEpoch;
        return nanos -> firstEnd + (Math.floorDiv(nanos - firstEnd, length) + 1) * length;
    }

    /** Midnights of a zone, with its short and long days. */
    static Ends midnights(ZoneId zone, long originNanos, Instant wallAtOrigin) {
        return nanos -> {
            ZonedDateTime now = wallAtOrigin.plusNanos(nanos - originNanos).atZone(zone);
            Instant midnight = now.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            return nanos + Duration.between(now.toInstant(), midnight).toNanos();
        };
    }
}
