package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.limit.TokenBucket;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one limit holds, and all that has refilled into it, in micro-permits. It refills continuously, at the limit's rate or a
 * part of it, or all at once when a day begins. Not thread-safe.
 */
final class Level {

    /** A limit by the calendar day gets nothing back before the next one. */
    private static final Rate NEVER = new Rate(1, Long.MAX_VALUE);

    private final Capacity capacity;
    private final @Nullable CalendarDay day;
    private Rate whole;
    private final TokenBucket bucket;
    private double nanosPerMicro;
    private long refilledMicros;
    private long jitterMicros;
    private long dayBeganNanos;
    private long countsSinceNanos;

    /**
     * A full one.
     *
     * @param whole the rate of the whole limit
     * @param zone of its days; empty if it refills continuously
     */
    Level(Capacity capacity, Rate whole, Optional<ZoneId> zone, long nowNanos) {
        this.capacity = capacity;
        this.whole = whole;
        dayBeganNanos = nowNanos;
        countsSinceNanos = nowNanos;
        day = zone.map(known -> new CalendarDay(known, nowNanos)).orElse(null);
        bucket = TokenBucket.holding(capacity.micros(), brim(), flow(whole), nowNanos);
        reckon();
    }

    long micros(long nowNanos) {
        return bucket.levelMicrosAt(nowNanos);
    }

    /** All that has refilled and was not clipped. */
    long refilledMicros(long nowNanos) {
        refill(nowNanos);
        return refilledMicros;
    }

    /** The rate of the whole limit; by the calendar day, the mean. */
    Rate whole() {
        return whole;
    }

    /** The rate at which it refills now. */
    Rate rate() {
        return bucket.rate();
    }

    /** What refills in so many nanoseconds, if no day begins. */
    long microsIn(long nanos) {
        return bucket.rate().microsIn(nanos);
    }

    /** The time in which a micro-permit refills, for what need not be exact. */
    double nanosPerMicro() {
        return nanosPerMicro;
    }

    /** What refills within the jitter of the way to the provider. */
    long jitterMicros() {
        return jitterMicros;
    }

    /** The most that it can hold. */
    long brimMicros() {
        return bucket.capacityMicros();
    }

    /** Whether it refills all at once. */
    boolean isByTheDay() {
        return day != null;
    }

    /** Whether it held so much when it was last changed; by now it holds no less. */
    boolean holds(long micros) {
        return bucket.levelMicros() >= micros;
    }

    /** The earliest time, now or later, at which it holds so much; as much as it can ever hold if that is less. */
    long nanosAt(long needMicros, long nowNanos) {
        if (micros(nowNanos) >= needMicros) {
            return nowNanos;
        }
        return day == null ? bucket.nanosAtLevel(needMicros) : day.endNanos();
    }

    /** When so much will have been there in all, if nothing is clipped and nothing given back. */
    long filledNanos(long micros, long nowNanos) {
        long missing = micros - micros(nowNanos);
        if (missing <= 0) {
            return nowNanos;
        }
        return day == null
                ? nowNanos + bucket.rate().nanosFor(missing)
                : day.endNanos((missing - 1) / capacity.micros());
    }

    /** Whether a day has begun since then: what was shown of a call that was sent then may be of the day before. */
    boolean isOfAnEarlierDay(long nanos) {
        return day != null && nanos - dayBeganNanos < 0;
    }

    /** Whether what a call was charged that ended then is gone of what is here now; what ended before a day is not. */
    boolean counts(long endedNanos) {
        return day == null || endedNanos - countsSinceNanos >= 0;
    }

    /** The midnight after a time, which may be over by now; empty if it refills continuously. */
    Optional<Instant> midnightAfter(long nanos) {
        return Optional.ofNullable(day).map(today -> isOfAnEarlierDay(nanos) ? today.begin() : today.end());
    }

    /** How full it is, in seconds of refill; the smallest is the likeliest culprit of a 429 that names nothing. */
    double secondsOfRefill(long nowNanos) {
        Rate rate = day == null ? bucket.rate() : whole;
        return (double) micros(nowNanos) * rate.denominator() / rate.numerator() / 1e9;
    }

    /** Takes what a call holds that starts; what had refilled before. */
    long take(long costMicros, long nowNanos) {
        refill(nowNanos);
        long before = refilledMicros;
        // What stood above the brim of what is proven is not counted on, and has not refilled.
        long spilled = Math.max(0, bucket.levelMicros() - capacity.micros());
        refilledMicros -= spilled;
        bucket.take(spilled + costMicros);
        return before;
    }

    /** Takes what a call holds that had started before the limit was known. */
    void takeLate(long costMicros) {
        bucket.take(costMicros);
    }

    /** Gives back, or takes if it is negative, what a call was charged less than it held. */
    void giveBack(long micros, long nowNanos) {
        refill(nowNanos);
        long level = bucket.levelMicros();
        bucket.level(Math.min(Math.max(level, capacity.micros()), level + micros));
    }

    /** Sets it to what a header proves. */
    void set(long micros, long nowNanos) {
        refill(nowNanos);
        bucket.level(micros);
    }

    /** Lets it refill at another rate than that of the whole limit, and hold what its capacity is now. */
    void flow(Rate rate, long nowNanos) {
        refill(nowNanos);
        bucket.rate(flow(rate));
        bucket.capacity(brim());
        reckon();
    }

    private void reckon() {
        jitterMicros = microsIn(Passage.TRANSIT_JITTER.toNanos());
        nanosPerMicro = (double) bucket.rate().denominator() / bucket.rate().numerator();
    }

    /** The capacity turned out to be larger. */
    void grow() {
        bucket.capacity(brim());
    }

    /** The limit is another one. */
    void become(Rate newWhole, long nowNanos) {
        refill(nowNanos);
        whole = newWhole;
    }

    /** Looks at the wall clock: when a new day begins, all is there but what is gone of it already. */
    void date(Instant wall, Books books, long nowNanos) {
        if (day != null && day.begins(wall, nowNanos)) {
            refill(nowNanos);
            // The provider's day began at a moment that nobody knows, and may count all that was in flight then or
            // later.
            long gone = books.openMicros() + books.closedWithin(day.begunNanos(), nowNanos);
            long before = bucket.levelMicros();
            bucket.level(capacity.micros() - gone);
            refilledMicros += bucket.levelMicros() - before;
            dayBeganNanos = nowNanos;
            countsSinceNanos = nowNanos - day.begunNanos();
        }
    }

    /** Takes a saved level over, and what has refilled since. */
    void restore(long micros, long restedNanos, Instant wall, long nowNanos) {
        long rested = Math.max(0, restedNanos);
        if (day != null) {
            set(day.isWithin(rested, wall) ? Math.min(micros, capacity.micros()) : capacity.micros(), nowNanos);
            return;
        }
        long level = Math.min(micros, capacity.micros());
        TokenBucket rests = TokenBucket.holding(level, capacity.brim(whole), bucket.rate(), nowNanos - rested);
        refill(nowNanos);
        bucket.capacity(rests.capacityMicros());
        bucket.level(Math.min(rests.levelMicrosAt(nowNanos), Math.max(capacity.micros(), level)));
    }

    /** Lets time pass, in the books too. */
    private void refill(long nowNanos) {
        long before = bucket.levelMicros();
        long beforeNanos = bucket.atNanos();
        boolean clipped = bucket.refill(nowNanos);
        boolean all = clipped || day != null || bucket.rate().equals(whole);
        long elapsed = bucket.atNanos() - beforeNanos;
        refilledMicros += all ? bucket.levelMicros() - before : whole.microsIn(elapsed);
    }

    /** By the day nothing refills on the way, and a brim above what a day holds would never be reached. */
    private long brim() {
        return day == null ? capacity.brim(whole) : capacity.micros();
    }

    private Rate flow(Rate rate) {
        return day == null ? rate : NEVER;
    }
}
