package dev.forebay.pool;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.limit.TokenBucket;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import java.time.Duration;
import java.util.Optional;

/**
 * One limit of a pool: our own ledger of it, corrected by what the provider's headers prove. Not thread-safe.
 */
final class Meter {

    /*
     * The level v is meant to be the provider's true level, less what we have reserved and the provider has not charged
     * yet. Then "v >= cost" is a promise that the provider will take the call, in whatever order calls arrive there.
     *
     * A header shows R, the provider's level at some unknown instant between the sending (s) and the receiving of its call,
     * rounded by up to rho. It proves an interval, never a number:
     *
     *   at most   R + rho + everything that refilled since s      (our open calls only lower v further)
     *   at least  R - rho - everything of ours that may be missing in R
     *
     * What may be missing: what our open calls hold now, and what the calls that were closed since s were charged (D now less D
     * at s), for a call whose answer we had in hand before s was charged before s; but not the call itself. "Everything sent after me is missing" would be
     * wrong, for calls overtake each other on the way. Two running sums and one copy per call suffice: no log.
     *
     * v is moved to the nearest end of the interval when it lies outside, and otherwise left alone. So rounding never makes
     * it drift, and a header that knows less than we do changes nothing.
     *
     * A limit that is charged when the answer is complete (Anthropic's output tokens) has no lower end: what is in flight
     * will be charged after refill that has yet to come. Only when its burst turns out larger than believed is the level
     * raised, once, to what that header proves.
     *
     * A limit that somebody chose below the provider's is kept: the provider's level then proves an upper end only.
     *
     * The floor h is kept at all times: h = m (z sqrt(sum of sigma^2) + r delta). The first term covers the errors of the
     * estimates in flight, which add up by their squares, and of the head's own; the second the jitter of the way to the provider. A fresh 429
     * raises m by half, successes let it sink. All uncertainty lives here; the rate is never discounted.
     */

    /** Jitter of the way to the provider. */
    static final Duration TRANSIT_JITTER = Duration.ofMillis(50);

    /** What a bucket holds while its burst is unknown. */
    private static final Duration BURST_START = Duration.ofSeconds(1);

    private static final double SIGMAS = 4;
    private static final double MARGIN_MAX = 8;
    private static final double MARGIN_GROWTH = 1.5;
    private static final double MARGIN_DECAY = 0.999;
    private static final long MICROS = Rate.MICROS_PER_PERMIT;

    private final Dimension dimension;
    private final Duration period;
    private final boolean chargedAtEnd;
    private final MinuteWindow used;
    private final Optional<Duration> burst;
    private final long amountMax;
    private long amount;
    private long capacityMicros;
    private TokenBucket bucket;
    private double margin = 1;
    private long openMicros;
    private long chargedMicros;
    private long driftMicros;
    private long openVariance;

    private Meter(Quota quota, long amountMax, boolean chargedAtEnd, long nowNanos) {
        dimension = quota.dimension();
        period = quota.period();
        amount = quota.amount();
        this.amountMax = amountMax;
        burst = quota.burst();
        this.chargedAtEnd = chargedAtEnd;
        used = new MinuteWindow(nowNanos);
        Rate rate = Rate.of(amount, period);
        capacityMicros = TokenBucket.capacityOf(rate, burst.orElse(BURST_START));
        bucket = TokenBucket.holding(capacityMicros, brim(rate), rate, nowNanos);
    }

    /** A meter for a quota that somebody chose, full; no header makes it larger. */
    static Meter of(Quota quota, boolean chargedAtEnd, long nowNanos) {
        return new Meter(quota, quota.amount(), chargedAtEnd, nowNanos);
    }

    /** A meter for a limit as the provider showed it earlier; headers may change it either way. */
    static Meter remembered(Quota quota, boolean chargedAtEnd, long nowNanos) {
        return new Meter(quota, Quota.AMOUNT_MAX, chargedAtEnd, nowNanos);
    }

    /** A meter for a limit first seen in a header; {@link #fuse} then sets its level. */
    static Meter learned(LimitReading reading, boolean chargedAtEnd, long nowNanos) {
        Quota quota = new Quota(
                reading.dimension(), Math.min(reading.limit(), Quota.AMOUNT_MAX), reading.period(), Optional.empty());
        return remembered(quota, chargedAtEnd, nowNanos);
    }

    Dimension dimension() {
        return dimension;
    }

    Duration period() {
        return period;
    }

    long amount() {
        return amount;
    }

    long levelMicros(long nowNanos) {
        return bucket.at(nowNanos).levelMicros();
    }

    long capacityMicros() {
        return capacityMicros;
    }

    /** What open calls hold. */
    long openMicros() {
        return openMicros;
    }

    /** What closed calls were charged, all together. */
    long chargedMicros() {
        return chargedMicros;
    }

    long driftMicros() {
        return driftMicros;
    }

    long usedThisMinute(long nowNanos) {
        // A refund for a call of an earlier minute may outweigh the calls of this one.
        return Math.max(0, used.sum(nowNanos)) / MICROS;
    }

    /**
     * The earliest time at which a call may start; {@code nowNanos} or before means now.
     *
     * @param variance of the estimate of its cost, in permits squared
     */
    long earliest(long costMicros, long variance, long nowNanos) {
        TokenBucket now = bucket.at(nowNanos);
        long need = need(costMicros, variance);
        return now.levelMicros() >= need ? nowNanos : now.nanosAtLevel(need);
    }

    void reserve(long costMicros, long variance, long nowNanos) {
        TokenBucket now = bucket.at(nowNanos);
        openVariance += variance;
        bucket = now.withLevel(Math.min(now.levelMicros(), capacityMicros) - costMicros);
        openMicros += costMicros;
        used.add(nowNanos, costMicros);
    }

    /** Counts a call that was in flight before this meter was known. */
    void adopt(long costMicros, long variance) {
        openVariance += variance;
        openMicros += costMicros;
        bucket = bucket.minus(costMicros);
    }

    /** Ends a call that held {@code costMicros} and is charged {@code chargeMicros}. */
    void close(long costMicros, long variance, long chargeMicros, long nowNanos) {
        openVariance -= variance;
        openMicros -= costMicros;
        chargedMicros += chargeMicros;
        refund(costMicros, chargeMicros, nowNanos);
    }

    /** Ends a call again that had ended with another charge. */
    void correct(long chargedMicros, long chargeMicros, long nowNanos) {
        this.chargedMicros += chargeMicros - chargedMicros;
        refund(chargedMicros, chargeMicros, nowNanos);
    }

    private void refund(long costMicros, long chargeMicros, long nowNanos) {
        TokenBucket now = bucket.at(nowNanos);
        bucket = now.withLevel(
                Math.min(Math.max(now.levelMicros(), capacityMicros), now.levelMicros() + costMicros - chargeMicros));
        used.add(nowNanos, chargeMicros - costMicros);
    }

    void succeeded() {
        margin = Math.max(1, margin * MARGIN_DECAY);
    }

    /**
     * Takes the header of a call that has ended in, with both ends.
     *
     * @param sentNanos when its call was sent
     * @param chargedAtSendMicros {@link #chargedMicros} at that time
     * @param ownMicros what its call, which has ended, was charged here
     * @return whether the limit itself was new
     */
    boolean fuse(LimitReading reading, long sentNanos, long chargedAtSendMicros, long ownMicros, long nowNanos) {
        boolean changed = lower(reading, sentNanos, nowNanos);
        if (reading.limit() > amountMax) {
            return changed;
        }
        long proven = micros(reading.remaining()) - micros(reading.rounding());
        long own = chargedAtEnd ? 0 : ownMicros;
        long low = proven - (openMicros + chargedMicros - chargedAtSendMicros - own);
        boolean visible = reading.remaining() > 2 * reading.rounding();
        boolean roomier = burst.isEmpty() && visible && learnCapacity(proven + own);
        long level = levelMicros(nowNanos);
        // A zero may hide any debt, so it has no lower end.
        boolean hasLowerEnd = reading.remaining() > 0 && (!chargedAtEnd || roomier);
        if (hasLowerEnd && low > level) {
            driftMicros = level - low;
            bucket = bucket.at(nowNanos).withLevel(Math.min(low, capacityMicros));
        }
        return changed;
    }

    /**
     * Takes the upper end of a header in, and the limit. All that a header can do before its call is settled: what that call
     * was really charged is in the header, and will be corrected in the ledger only then.
     *
     * @return whether the limit itself was new
     */
    boolean lower(LimitReading reading, long sentNanos, long nowNanos) {
        long limit = Math.min(reading.limit(), amountMax);
        boolean changed = limit != amount;
        if (changed) {
            changeAmount(limit, nowNanos);
        }
        long high = micros(reading.remaining())
                + micros(reading.rounding())
                + bucket.rate().microsIn(nowNanos - sentNanos);
        long level = levelMicros(nowNanos);
        driftMicros = Math.max(0, level - high);
        if (level > high) {
            bucket = bucket.at(nowNanos).withLevel(high);
        }
        return changed;
    }

    /** After a 429 of this limit: the level was too high, and the margin too small. */
    void throttled(long costMicros, long variance, long pausedUntilNanos, boolean fresh, long nowNanos) {
        long refilled = bucket.rate().microsIn(pausedUntilNanos - nowNanos);
        long level = Math.min(need(costMicros, variance), capacityMicros) - refilled;
        bucket = bucket.at(nowNanos);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), level));
        if (fresh) {
            margin = Math.min(MARGIN_MAX, margin * MARGIN_GROWTH);
        }
    }

    /** The time in which so many permits fall due. */
    long nanosFor(long costMicros) {
        return bucket.rate().nanosFor(costMicros);
    }

    /** How full the bucket is, in seconds of refill; the smallest is the likeliest culprit of a 429 that names nothing. */
    double secondsOfRefill(long nowNanos) {
        return (double) levelMicros(nowNanos)
                * bucket.rate().denominator()
                / bucket.rate().numerator()
                / 1e9;
    }

    /** Takes a saved state over: what it held, and what has refilled since. */
    void restore(long levelMicros, long capacityMicros, long restedNanos, long nowNanos) {
        if (burst.isEmpty()) {
            this.capacityMicros = Math.max(1, Math.min(capacityMicros, micros(amount)));
        }
        Rate rate = bucket.rate();
        long level = Math.min(levelMicros, this.capacityMicros);
        bucket = TokenBucket.holding(level, brim(rate), rate, nowNanos - Math.max(0, restedNanos))
                .at(nowNanos);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), Math.max(this.capacityMicros, level)));
    }

    boolean burstKnown() {
        return burst.isPresent();
    }

    private long need(long costMicros, long variance) {
        double jitter = (double) bucket.rate().microsIn(TRANSIT_JITTER.toNanos());
        double floor = margin * (SIGMAS * MICROS * Math.sqrt((double) openVariance + variance) + jitter);
        if (dimension.equals(Dimension.REQUESTS)) {
            floor += MICROS / 2.0;
        }
        long need = costMicros + (long) Math.ceil(Math.min(capacityMicros / 2.0, floor));
        // A call larger than the bucket waits until it is full for sure, and then goes into debt, alone.
        return need > capacityMicros ? bucket.capacityMicros() : need;
    }

    private boolean learnCapacity(long provenMicros) {
        long capacity = Math.min(micros(amount), provenMicros);
        if (capacity <= capacityMicros) {
            return false;
        }
        capacityMicros = capacity;
        bucket = bucket.withCapacity(brim(bucket.rate()));
        return true;
    }

    private void changeAmount(long newAmount, long nowNanos) {
        Rate rate = Rate.of(newAmount, period);
        if (burst.isPresent()) {
            capacityMicros = TokenBucket.capacityOf(rate, burst.get());
        } else if (newAmount < amount) {
            capacityMicros = Math.max(1, (long) ((double) capacityMicros * newAmount / amount));
        }
        amount = newAmount;
        bucket = bucket.at(nowNanos).withRate(rate).withCapacity(brim(rate));
    }

    private long brim(Rate rate) {
        return capacityMicros + Math.max(1, rate.microsIn(TRANSIT_JITTER.toNanos()));
    }

    private static long micros(long permits) {
        return Math.min(permits, Quota.AMOUNT_MAX) * MICROS;
    }
}
