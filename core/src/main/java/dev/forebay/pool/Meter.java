package dev.forebay.pool;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.limit.TokenBucket;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

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
     *   at most   R + rho, what refilled since, less what of ours was sent since
     *   at least  R - rho, what refilled since, less what of ours may be missing in it
     *
     * Passage carries both ends on to now, over every instant at which the header may have been stamped. v is moved to the
     * nearest end of the interval when it lies outside, and otherwise left alone. So rounding never makes it drift, and a
     * header that knows less than we do changes nothing.
     *
     * A limit that is charged when the answer is complete (Anthropic's output tokens) has no lower end: what is in flight
     * will be charged after refill that has yet to come. Only when its burst turns out larger than believed is the level
     * raised, once, to what that header proves.
     *
     * A limit that somebody chose below the provider's is kept: the provider's level then proves an upper end only.
     *
     * The bucket refills at the limit's rate less what a Neighbour takes of it. A Floor is kept in it at all times.
     */

    /** Jitter of the way to the provider. */
    static final Duration TRANSIT_JITTER = Duration.ofMillis(50);

    /** What a bucket holds while its burst is unknown. */
    private static final Duration BURST_START = Duration.ofSeconds(1);

    private static final long MICROS = Rate.MICROS_PER_PERMIT;

    private final Dimension dimension;
    private final Duration period;
    private final boolean chargedAtEnd;
    private final MinuteWindow used;
    private final Optional<Duration> burst;
    private final long amountMax;
    private final Floor floor = new Floor();
    private final Neighbour neighbour = new Neighbour();
    private final Shape shape = new Shape();
    private final Passage passage;
    private long amount;
    private Rate rate;
    private long capacityMicros;
    private TokenBucket bucket;
    private long openMicros;
    private long chargedMicros;
    private long refilledMicros;
    private long driftMicros;
    private long shownMicros;
    private boolean shown;
    private long shownAmount;
    private long saidAmount;

    private Meter(Quota quota, long amountMax, boolean chargedAtEnd, long nowNanos) {
        dimension = quota.dimension();
        period = quota.period();
        amount = quota.amount();
        this.amountMax = amountMax;
        burst = quota.burst();
        this.chargedAtEnd = chargedAtEnd;
        used = new MinuteWindow(nowNanos);
        passage = new Passage(nowNanos);
        rate = Rate.of(amount, period);
        capacityMicros = TokenBucket.capacityOf(rate, burst.orElse(BURST_START));
        bucket = TokenBucket.holding(capacityMicros, brim(), rate, nowNanos);
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

    /**
     * What a call holds.
     *
     * @param micros permits
     * @param variance of their estimate, in permits squared
     * @param sentNanos when it was sent
     */
    record Held(long micros, long variance, long sentNanos) {}

    /**
     * The books of a meter at the time when a call was sent.
     *
     * @param nanos that time
     * @param chargedMicros {@link Meter#chargedMicros}
     * @param balanceMicros {@link Meter#balanceMicros}
     */
    record Sent(long nanos, long chargedMicros, long balanceMicros) {}

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

    /** The most that a header ever showed, or the capacity, whichever is more. */
    long fullMicros() {
        return Math.max(capacityMicros, shownMicros);
    }

    /** What open calls hold. */
    long openMicros() {
        return openMicros;
    }

    /** What closed calls were charged, all together. */
    long chargedMicros() {
        return chargedMicros;
    }

    /** All that has refilled so far and was not clipped, less all that open calls hold and closed ones were charged. */
    long balanceMicros(long nowNanos) {
        advance(nowNanos);
        return refilledMicros - openMicros - chargedMicros;
    }

    long driftMicros() {
        return driftMicros;
    }

    /** The provider's limit, if somebody gave another one. */
    OptionalLong differing() {
        boolean differs = amountMax < Quota.AMOUNT_MAX && shown && shownAmount != amountMax;
        return differs ? OptionalLong.of(shownAmount) : OptionalLong.empty();
    }

    /** The same, once for each value. */
    OptionalLong differingUnsaid() {
        OptionalLong differing = differing();
        boolean fresh = differing.isPresent() && differing.getAsLong() != saidAmount;
        saidAmount = differing.orElse(0);
        return fresh ? differing : OptionalLong.empty();
    }

    /** The limit that somebody gave; without one {@link Quota#AMOUNT_MAX}. */
    long given() {
        return amountMax;
    }

    /** Whether a header ever showed it. */
    boolean isShown() {
        return shown;
    }

    /** Whether the limit is a window, as far as headers have shown. */
    boolean isWindow() {
        return shape.isWindow();
    }

    /** The part of the limit's rate that others use on the same key. */
    double neighbourShare() {
        return neighbour.share();
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

    /** When so much will have been there in all, if nothing is clipped and nothing given back. */
    long filledNanos(long micros, long nowNanos) {
        long missing = micros - levelMicros(nowNanos);
        return missing <= 0 ? nowNanos : nowNanos + bucket.rate().nanosFor(missing);
    }

    void reserve(long costMicros, long variance, long nowNanos) {
        advance(nowNanos);
        floor.add(variance);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), capacityMicros) - costMicros);
        openMicros += costMicros;
        used.add(nowNanos, costMicros);
        passage.sent(costMicros, nowNanos);
    }

    /** Counts a call that was in flight before this meter was known. */
    void adopt(Held held) {
        floor.add(held.variance());
        openMicros += held.micros();
        bucket = bucket.minus(held.micros());
        passage.correct(held.sentNanos(), held.micros());
    }

    /** Ends a call that is charged {@code chargeMicros}. */
    void close(Held held, long chargeMicros, long nowNanos) {
        floor.remove(held.variance());
        openMicros -= held.micros();
        chargedMicros += chargeMicros;
        passage.closed(held.sentNanos(), held.micros(), chargeMicros, nowNanos);
        refund(held.micros(), chargeMicros, nowNanos);
    }

    /** Ends a call again that had ended with another charge. */
    void correct(Held charged, long chargeMicros, long nowNanos) {
        chargedMicros += chargeMicros - charged.micros();
        passage.correct(charged.sentNanos(), chargeMicros - charged.micros());
        refund(charged.micros(), chargeMicros, nowNanos);
    }

    private void refund(long costMicros, long chargeMicros, long nowNanos) {
        advance(nowNanos);
        long level = bucket.levelMicros();
        bucket = bucket.withLevel(Math.min(Math.max(level, capacityMicros), level + costMicros - chargeMicros));
        used.add(nowNanos, chargeMicros - costMicros);
    }

    void succeeded() {
        floor.succeeded();
    }

    /**
     * Takes the header of a call that has ended in, with both ends.
     *
     * @param sent the books when its call was sent
     * @param ownMicros what its call, which has ended, was charged here
     * @return whether the limit itself was new
     */
    boolean fuse(LimitReading reading, Sent sent, long ownMicros, long nowNanos) {
        boolean changed = follow(reading, nowNanos);
        if (shape.reset(reading, nowNanos - sent.nanos(), capacityMicros, rate)) {
            becomeWindow(nowNanos);
        }
        // Before the level, so that the same header finds the same rate if it comes twice.
        observeNeighbour(reading, sent, nowNanos);
        clampFromAbove(reading, sent, nowNanos);
        // What the rounding may have made proves little.
        if (reading.remaining() > 2 * reading.rounding()) {
            floor.surprise((double) driftMicros);
            shownMicros = Math.max(shownMicros, micros(reading.remaining()));
        }
        if (reading.limit() <= amountMax) {
            raise(reading, sent, ownMicros, nowNanos);
        }
        return changed;
    }

    private void raise(LimitReading reading, Sent sent, long ownMicros, long nowNanos) {
        long proven = micros(reading.remaining()) - micros(reading.rounding());
        long own = chargedAtEnd ? 0 : ownMicros;
        boolean visible = reading.remaining() > 2 * reading.rounding();
        boolean roomier = burst.isEmpty() && visible && learnCapacity(proven + own);
        // A zero may hide any debt, so it has no lower end.
        boolean hasLowerEnd = reading.remaining() > 0 && !shape.isWindow() && (!chargedAtEnd || roomier);
        long low = proven + carriedLow(sent, own, nowNanos);
        long level = levelMicros(nowNanos);
        if (hasLowerEnd && low > level) {
            driftMicros = level - low;
            advance(nowNanos);
            bucket = bucket.withLevel(Math.min(low, capacityMicros));
        }
    }

    private long carriedLow(Sent sent, long own, long nowNanos) {
        if (!passage.remembers(sent.nanos())) {
            return -(openMicros + chargedMicros - sent.chargedMicros() - own);
        }
        return passage.least(sent.nanos(), own, openMicros, !chargedAtEnd, bucket.rate(), nowNanos);
    }

    /**
     * Takes the upper end of a header in, and the limit. All that a header can do before its call is settled: what that call
     * was really charged is in the header, and will be corrected in the ledger only then.
     *
     * @return whether the limit itself was new
     */
    boolean lower(LimitReading reading, Sent sent, long nowNanos) {
        boolean changed = follow(reading, nowNanos);
        clampFromAbove(reading, sent, nowNanos);
        return changed;
    }

    /** Takes the limit over that a header shows, as far as nobody chose a lower one; whether it was new. */
    private boolean follow(LimitReading reading, long nowNanos) {
        shown = true;
        shownAmount = reading.limit();
        return follow(reading.limit(), nowNanos);
    }

    /** Takes over a limit that a text named or that 429s measured, as far as nobody chose a lower one; whether it was new. */
    boolean follow(long amountOfOthers, long nowNanos) {
        long limit = Math.min(amountOfOthers, amountMax);
        if (limit == amount) {
            return false;
        }
        changeAmount(limit, nowNanos);
        return true;
    }

    private void clampFromAbove(LimitReading reading, Sent sent, long nowNanos) {
        long carried = passage.remembers(sent.nanos())
                ? passage.most(sent.nanos(), bucket.rate(), nowNanos)
                : bucket.rate().microsIn(nowNanos - sent.nanos());
        carried = shape.isWindow() ? 0 : carried;
        long high = micros(reading.remaining()) + micros(reading.rounding()) + carried;
        long level = levelMicros(nowNanos);
        driftMicros = Math.max(0, level - high);
        if (level > high) {
            advance(nowNanos);
            bucket = bucket.withLevel(high);
        }
    }

    private void observeNeighbour(LimitReading reading, Sent sent, long nowNanos) {
        long nanos = chargedAtEnd ? nowNanos : sent.nanos();
        long balance = chargedAtEnd ? balanceMicros(nowNanos) + openMicros : sent.balanceMicros();
        Neighbour.Anchor seen = new Neighbour.Anchor(nanos, balance, micros(reading.remaining()));
        double microsPerNano = (double) rate.numerator() / rate.denominator();
        // A capacity that was guessed too large would hide that the provider's bucket was full.
        long full = Math.min(capacityMicros, Math.max(shownMicros, micros(reading.remaining())));
        if (!shape.isWindow() && neighbour.observe(seen, micros(reading.rounding()), full, microsPerNano, nowNanos)) {
            if (shape.used(neighbour.lastPart())) {
                becomeWindow(nowNanos);
            } else {
                share(nowNanos);
            }
        }
    }

    private void becomeWindow(long nowNanos) {
        neighbour.dismiss();
        capacityMicros = Math.min(capacityMicros, TokenBucket.capacityOf(rate, Shape.WINDOW_BURST));
        share(nowNanos);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), capacityMicros));
    }

    /** After a 429 of this limit: the level was too high, and the margin too small. */
    void throttled(long costMicros, long variance, long pausedUntilNanos, boolean fresh, long nowNanos) {
        long refilled = bucket.rate().microsIn(pausedUntilNanos - nowNanos);
        long level = Math.min(need(costMicros, variance), capacityMicros) - refilled;
        advance(nowNanos);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), level));
        if (fresh) {
            floor.widen();
            neighbour.throttled(nowNanos);
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
        long level = Math.min(levelMicros, this.capacityMicros);
        bucket = TokenBucket.holding(level, brim(), bucket.rate(), nowNanos - Math.max(0, restedNanos))
                .at(nowNanos);
        bucket = bucket.withLevel(Math.min(bucket.levelMicros(), Math.max(this.capacityMicros, level)));
    }

    boolean burstKnown() {
        return burst.isPresent();
    }

    private long need(long costMicros, long variance) {
        double kept = floor.micros(variance, bucket.rate().microsIn(TRANSIT_JITTER.toNanos()));
        if (dimension.equals(Dimension.REQUESTS)) {
            kept += MICROS / 2.0;
        }
        // A capacity that was guessed too large must not make a floor that the provider's bucket never reaches.
        long most = shownMicros > 0 ? Math.min(capacityMicros, shownMicros) : capacityMicros;
        long need = costMicros + (long) Math.ceil(Math.min(most / 2.0, kept));
        // A call larger than the bucket waits until it is full for sure, and then goes into debt, alone.
        return need > capacityMicros ? bucket.capacityMicros() : need;
    }

    private boolean learnCapacity(long provenMicros) {
        long capacity = Math.min(micros(amount), provenMicros);
        if (capacity <= capacityMicros || shape.isWindow()) {
            return false;
        }
        capacityMicros = capacity;
        bucket = bucket.withCapacity(brim());
        return true;
    }

    private void changeAmount(long newAmount, long nowNanos) {
        advance(nowNanos);
        rate = Rate.of(newAmount, period);
        if (shape.isWindow()) {
            capacityMicros = TokenBucket.capacityOf(rate, Shape.WINDOW_BURST);
        } else if (burst.isPresent()) {
            capacityMicros = TokenBucket.capacityOf(rate, burst.get());
        } else if (newAmount < amount) {
            capacityMicros = Math.max(1, (long) ((double) capacityMicros * newAmount / amount));
        }
        shownMicros = (long) ((double) shownMicros * Math.min(1, (double) newAmount / amount));
        amount = newAmount;
        neighbour.forget();
        share(nowNanos);
    }

    /** Lets the bucket refill at what the neighbour leaves. */
    private void share(long nowNanos) {
        advance(nowNanos);
        double part = shape.isWindow() ? Shape.WINDOW_RATE : 1 - neighbour.share();
        long left = (long) Math.floor(amount * part);
        bucket = bucket.withRate(Rate.of(Math.max(1, left), period)).withCapacity(brim());
    }

    /** Lets time pass in the bucket and in the books. */
    private void advance(long nowNanos) {
        TokenBucket next = bucket.at(nowNanos);
        long gained = next.levelMicros() - bucket.levelMicros();
        boolean clipped = next.levelMicros() >= next.capacityMicros();
        refilledMicros += clipped ? gained : rate.microsIn(next.atNanos() - bucket.atNanos());
        bucket = next;
    }

    private long brim() {
        return capacityMicros + Math.max(1, rate.microsIn(TRANSIT_JITTER.toNanos()));
    }

    private static long micros(long permits) {
        return Math.min(permits, Quota.AMOUNT_MAX) * MICROS;
    }
}
