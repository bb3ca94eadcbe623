package dev.forebay.pool;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds the rate of a limit that neither a header nor a text names, by its 429s. Not thread-safe.
 *
 * <p>States, for each dimension: <em>unknown</em>, until a first fresh 429; then <em>guessed</em>, a part of what was taken
 * lately, which may have been a burst; then <em>measured</em>, between two 429s; and creeping up from there until the next.
 */
final class RateSearch {

    /*
     * A 429 says that the limit is used up now. So what was accepted between two of them is what refilled in between: the rate
     * itself, whatever the burst, and for a bucket and a window alike. Plain AIMD [1] halves and creeps in the dark: it needs a
     * dozen 429s to come down from a burst, and swings between 85 and 100 percent for ever.
     *
     * The rate is set a little below what was measured and creeps up by one percent, not before so many calls have passed as
     * keep the 429s rare. Two 429s that follow each other closely measure nothing; then the rate is cut.
     *
     * [1] D.-M. Chiu, R. Jain, Analysis of the Increase and Decrease Algorithms for Congestion Avoidance in Computer Networks,
     *     1989.
     */

    private static final double MEASURED = 0.98;
    private static final double CUT = 0.7;
    private static final double GROWTH = 1.01;
    private static final int GUESS_SECONDS = 10;
    private static final Duration GROWTH_TIME = Duration.ofSeconds(10);
    private static final long GROWTH_CALLS = 60;

    /** Less than so much between two 429s measures their distance and not the rate. */
    private static final Duration SPAN_MIN = Duration.ofSeconds(3);

    private static final long SPAN_CALLS_MIN = 10;

    /** So long a span measures well, however few the calls. */
    private static final Duration SPAN_LONG = Duration.ofSeconds(20);

    /** After so long a measurement begins anew, so that a limit that was changed shows. */
    private static final Duration SPAN_MAX = Duration.ofMinutes(1);

    private final long startNanos;
    private final RecentTotals accepted;
    private final Map<Counted, Search> searches = new EnumMap<>(Counted.class);
    private long calls;

    private static final class Search {
        private boolean found;
        private boolean taken;
        private double perMinute;
        private long acceptedAtThrottle;
        private long callsAtThrottle;
        private long throttledNanos;
        private long changedNanos;
        private long callsAtChange;
    }

    RateSearch(long nowNanos) {
        startNanos = nowNanos;
        accepted = new RecentTotals(nowNanos);
    }

    /** A call was sent. */
    void sent(Permits held, long nowNanos) {
        calls++;
        accepted.add(held, nowNanos);
    }

    /** A call was refused after all. */
    void givenBack(Permits held, long nowNanos) {
        calls--;
        accepted.subtract(held, nowNanos);
    }

    /** A call was accepted that had held this, and this is what it was charged. */
    void charged(Permits held, Permits charged, long nowNanos) {
        accepted.subtract(held, nowNanos);
        accepted.add(charged, nowNanos);
    }

    /**
     * A fresh 429 of this dimension.
     *
     * @param given whether somebody gave a limit; then it is doubted when it fails a second time
     * @return the permits per minute that are now believed in; empty if nothing can be said yet
     */
    OptionalLong throttled(Counted counted, boolean given, long nowNanos) {
        if (counted == Counted.OTHER) {
            return OptionalLong.empty();
        }
        Search search = searches.computeIfAbsent(counted, first -> new Search());
        long nanos = nowNanos - search.throttledNanos;
        boolean measurable = nanos >= SPAN_LONG.toNanos()
                || (nanos >= SPAN_MIN.toNanos() && calls - search.callsAtThrottle >= SPAN_CALLS_MIN);
        if (!search.found) {
            search.perMinute = lately(counted, nowNanos);
        } else if (measurable) {
            long micros = accepted.total(counted) - search.acceptedAtThrottle;
            search.perMinute = MEASURED * perMinute(micros, nanos);
        } else {
            search.perMinute *= CUT;
        }
        if (!search.found || nanos >= SPAN_MAX.toNanos()) {
            search.throttledNanos = nowNanos;
            search.acceptedAtThrottle = accepted.total(counted);
            search.callsAtThrottle = calls;
        }
        search.taken |= search.found || !given;
        search.found = true;
        changed(search, nowNanos);
        return search.taken ? amount(search) : OptionalLong.empty();
    }

    /** What was accepted in the last seconds, a burst included: too much rather than too little. */
    private double lately(Counted counted, long nowNanos) {
        double seconds = Math.min(GUESS_SECONDS, Math.max(1, (nowNanos - startNanos) / 1e9));
        return perMinute(accepted.lately(counted, GUESS_SECONDS, nowNanos), seconds * 1e9);
    }

    private static double perMinute(long micros, double nanos) {
        return (double) micros
                / Rate.MICROS_PER_PERMIT
                / nanos
                * Duration.ofMinutes(1).toNanos();
    }

    /** Whether there was a 429 at all. */
    boolean hasBegun() {
        return !searches.isEmpty();
    }

    /** A call succeeded; the new rate of this dimension if it was time to creep up. */
    OptionalLong succeeded(Counted counted, long nowNanos) {
        Search search = searches.get(counted);
        if (search == null || !isDue(search, nowNanos)) {
            return OptionalLong.empty();
        }
        search.perMinute *= GROWTH;
        changed(search, nowNanos);
        return amount(search);
    }

    private boolean isDue(Search search, long nowNanos) {
        return search.taken
                && nowNanos - search.changedNanos >= GROWTH_TIME.toNanos()
                && calls - search.callsAtChange >= GROWTH_CALLS;
    }

    private void changed(Search search, long nowNanos) {
        search.changedNanos = nowNanos;
        search.callsAtChange = calls;
    }

    private static OptionalLong amount(Search search) {
        long amount = Math.round(search.perMinute);
        return amount < 1 ? OptionalLong.empty() : OptionalLong.of(Math.min(amount, Quota.AMOUNT_MAX));
    }
}
