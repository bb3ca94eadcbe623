package dev.forebay.pool;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One limit of a pool: our own ledger of it, corrected by what the provider's headers prove. Not thread-safe.
 */
final class Meter {

    /*
     * The level v is meant to be the provider's true level, less what we have reserved and the provider has not charged
     * yet. Then "v >= cost" is a promise that the provider will take the call, in whatever order calls arrive there.
     *
     * A header proves an interval for it, never a number (Passage, docs/limits.md). v is moved to the nearest end when it lies
     * outside, and else left alone: so rounding never makes it drift, and a header that knows less changes nothing.
     *
     * A limit that is charged when the answer is complete (Anthropic's output tokens) has no lower end: what is in flight
     * will be charged after refill that has yet to come. Only when its burst turns out larger than believed is the level
     * raised, once, to what that header proves.
     *
     * A limit that somebody chose below the provider's is kept: the provider's level then proves an upper end only.
     * The bucket refills at the limit's rate less what a Neighbour takes of it. A Floor is kept in it at all times.
     */

    private static final long MICROS = Rate.MICROS_PER_PERMIT;

    private final Dimension dimension;
    private final Counted counted;
    private final Duration period;
    private final boolean chargedAtEnd;
    private final GivenLimit given;
    private final Floor floor = new Floor();
    private final Neighbour neighbour = new Neighbour();
    private final Shape shape = new Shape();
    private final Hindsight hindsight;
    private final Books books;
    private long amount;
    private final Capacity capacity;
    private final Level level;
    private long driftMicros;
    private boolean shown;

    private Meter(Quota quota, GivenLimit given, boolean chargedAtEnd, long nowNanos) {
        dimension = quota.dimension();
        counted = Counted.of(dimension);
        period = quota.period();
        amount = quota.amount();
        this.given = given;
        this.chargedAtEnd = chargedAtEnd;
        hindsight = new Hindsight(nowNanos);
        books = new Books(!chargedAtEnd, nowNanos);
        Rate whole = Rate.of(amount, period);
        capacity = new Capacity(quota.burst(), whole);
        level = new Level(capacity, whole, quota.dayZone(), nowNanos);
    }

    /** A meter for a quota that somebody chose, or our part of it, full; no header makes it larger. */
    static Meter of(Quota quota, int parts, boolean chargedAtEnd, long nowNanos) {
        return new Meter(quota, new GivenLimit(quota.amount(), parts), chargedAtEnd, nowNanos);
    }

    /** A meter for our part of a limit shown earlier; headers may change it either way. */
    static Meter remembered(Quota quota, int parts, boolean chargedAtEnd, long nowNanos) {
        return new Meter(quota, new GivenLimit(Quota.AMOUNT_MAX, parts), chargedAtEnd, nowNanos);
    }

    /** A meter for a limit first seen in a header; {@link #fuse} then sets its level. */
    static Meter learned(LimitReading reading, int parts, boolean chargedAtEnd, long nowNanos) {
        long amount = GivenLimit.part(Math.min(reading.limit(), Quota.AMOUNT_MAX), parts);
        Quota quota = new Quota(reading.dimension(), amount, reading.period(), Optional.empty());
        return remembered(quota, parts, chargedAtEnd, nowNanos);
    }

    Dimension dimension() {
        return dimension;
    }

    /** What of a call it counts. */
    Counted counted() {
        return counted;
    }

    Duration period() {
        return period;
    }

    long amount() {
        return amount;
    }

    /** What it holds. */
    Level level() {
        return level;
    }

    /** How much its bucket holds. */
    Capacity capacity() {
        return capacity;
    }

    /** What its calls hold and were charged. */
    Books books() {
        return books;
    }

    /** All that has refilled and was not clipped, less all that open calls hold and closed ones were charged. */
    long balanceMicros(long nowNanos) {
        return level.refilledMicros(nowNanos) - books.openMicros() - books.chargedMicros();
    }

    long driftMicros() {
        return driftMicros;
    }

    /** What somebody gave, held against what headers show. */
    GivenLimit given() {
        return given;
    }

    /** Whether a header ever showed it. */
    boolean isShown() {
        return shown;
    }

    /** The part of the limit's rate that others use on the same key. */
    double neighbourShare() {
        return neighbour.share();
    }

    /** Whether there is enough for a call whatever has to be kept, so that a call may start now and nothing need be reckoned. */
    boolean isAmple(long costMicros) {
        return !shape.isWindow() && level.holds(costMicros + Floor.most(capacity.reached()));
    }

    /** The earliest time at which a call may start, now or later; the variance is that of its cost, in permits squared. */
    long earliest(long costMicros, long variance, long nowNanos) {
        long need = need(costMicros, variance);
        long nanos = level.nanosAt(need, nowNanos);
        if (!shape.isRemembered(period)) {
            return nanos;
        }
        long left = books.nanosAtMost(Math.max(0, micros(amount) - Math.max(need, costMicros)), period, nowNanos);
        return left - nanos > 0 ? left : nanos;
    }

    /** Takes the permits of a call that starts; the balance just before. */
    long reserve(long costMicros, long variance, long nowNanos) {
        long balance = level.take(costMicros, nowNanos) - books.openMicros() - books.chargedMicros();
        floor.add(variance);
        books.sent(costMicros, nowNanos);
        return balance;
    }

    /** Counts a call that was in flight before this meter was known. */
    void adopt(Books.Held held) {
        floor.add(held.variance());
        level.takeLate(held.micros());
        books.adopted(held);
    }

    /** Ends a call that is charged {@code chargeMicros}. */
    void close(Books.Held held, long chargeMicros, long nowNanos) {
        floor.remove(held.variance());
        books.closed(held, chargeMicros, nowNanos);
        level.giveBack(held.micros() - chargeMicros, nowNanos);
    }

    /** Ends a call again that had ended then with another charge. */
    void correct(Books.Held charged, long chargeMicros, long endedNanos, long nowNanos) {
        books.corrected(charged, chargeMicros);
        if (level.counts(endedNanos)) {
            level.giveBack(charged.micros() - chargeMicros, nowNanos);
        }
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
    boolean fuse(LimitReading reading, Books.Sent sent, long ownMicros, long nowNanos) {
        boolean changed = follow(reading, nowNanos);
        if (given.isUndivided()
                && !level.isByTheDay()
                && shape.reset(reading, nowNanos - sent.nanos(), capacity.micros(), level.whole())) {
            becomeWindow(nowNanos);
        }
        // Before the level, so that the same header finds the same rate if it comes twice.
        observeNeighbour(reading, sent, nowNanos);
        clampFromAbove(reading, sent, nowNanos);
        // What the rounding may have made proves little.
        if (reading.remaining() > 2 * reading.rounding()) {
            floor.surprise(neighbour.share() > 0 ? (double) driftMicros : 0);
            capacity.shown(micros(reading.remaining()));
        }
        if (given.isOurs(reading.limit())) {
            raise(reading, sent, ownMicros, nowNanos);
        }
        return changed;
    }

    /** {@link #fuse}, once for each call, and what answers show again and again beyond what they prove. */
    boolean settled(LimitReading reading, Books.Sent sent, long ownMicros, long nowNanos) {
        boolean changed = fuse(reading, sent, ownMicros, nowNanos);
        boolean flows = !shape.isWindow() && !level.isByTheDay();
        boolean trusted = !chargedAtEnd && flows && given.isOurs(reading.limit());
        if (trusted && neighbour.share() > 0) {
            hindsight.company(nowNanos);
        } else if (trusted && reading.remaining() <= reading.rounding()) {
            hindsight.forget();
        } else if (trusted) {
            long believedNow = level.micros(nowNanos);
            long shownNow = micros(reading.remaining()) - micros(reading.rounding());
            long believed = believedNow - balanceMicros(nowNanos) + sent.balanceMicros() - ownMicros;
            long raise = hindsight.observe(sent.nanos(), shownNow - believed, shownNow - believedNow, nowNanos);
            long most = Math.min(capacity.micros(), high(reading, sent, nowNanos));
            level.set(Math.max(believedNow, Math.min(believedNow + raise, most)), nowNanos);
        }
        return changed;
    }

    private void raise(LimitReading reading, Books.Sent sent, long ownMicros, long nowNanos) {
        long proven = micros(reading.remaining()) - micros(reading.rounding());
        long own = chargedAtEnd ? 0 : ownMicros;
        boolean visible = reading.remaining() > 2 * reading.rounding();
        boolean roomier = visible
                && !shape.isWindow()
                && capacity.learn(proven, own, level.microsIn(nowNanos - sent.nanos()), micros(amount));
        if (roomier) {
            level.grow();
        }
        // A zero may hide any debt, so it has no lower end; what was left of yesterday says nothing of today.
        boolean proves = reading.remaining() > 0 && !level.isOfAnEarlierDay(sent.nanos());
        boolean hasLowerEnd = proves && !shape.isWindow() && (!chargedAtEnd || roomier);
        long low = proven - others(reading) + books.least(sent, own, level.rate(), nowNanos);
        long believed = level.micros(nowNanos);
        long raised = Math.min(low, capacity.micros());
        if (hasLowerEnd && raised > believed) {
            driftMicros = believed - raised;
            level.set(raised, nowNanos);
            hindsight.raised(raised - believed);
        }
    }

    /**
     * Takes the upper end of a header in, and the limit. All that a header can do before its call is settled: what that call
     * was really charged is in the header, and will be corrected in the ledger only then.
     *
     * @return whether the limit itself was new
     */
    boolean lower(LimitReading reading, Books.Sent sent, long nowNanos) {
        boolean changed = follow(reading, nowNanos);
        clampFromAbove(reading, sent, nowNanos);
        return changed;
    }

    /** Takes the limit over that a header shows, as far as nobody chose a lower one; whether it was new. */
    private boolean follow(LimitReading reading, long nowNanos) {
        shown = true;
        given.shown(reading.limit());
        return follow(given.own(reading.limit()), nowNanos);
    }

    /** Takes over a limit that a text named or that 429s measured, as far as nobody chose a lower one; whether it was new. */
    boolean follow(long amountOfOthers, long nowNanos) {
        long limit = Math.min(amountOfOthers, given.amount());
        if (limit == amount) {
            return false;
        }
        changeAmount(limit, nowNanos);
        return true;
    }

    private void clampFromAbove(LimitReading reading, Books.Sent sent, long nowNanos) {
        if (level.isOfAnEarlierDay(sent.nanos())) {
            // What was left of yesterday is no bound of today.
            driftMicros = 0;
            return;
        }
        long high = high(reading, sent, nowNanos);
        long believed = level.micros(nowNanos);
        driftMicros = Math.max(0, believed - high);
        if (believed > high) {
            level.set(high, nowNanos);
        }
    }

    private long high(LimitReading reading, Books.Sent sent, long nowNanos) {
        long carried = shape.isRemembered(period)
                ? books.mostInWindow(sent, period, nowNanos)
                : shape.isWindow() ? 0 : books.most(sent, level.rate(), nowNanos);
        return micros(reading.remaining()) + micros(reading.rounding()) - others(reading) + carried;
    }

    /** What of a level that a header shows is not ours to take: all who share the key see the same, and would take it each. */
    private long others(LimitReading reading) {
        return (long) (neighbour.share() * Math.max(0, micros(reading.remaining()) - micros(reading.rounding())));
    }

    private void observeNeighbour(LimitReading reading, Books.Sent sent, long nowNanos) {
        long nanos = chargedAtEnd ? nowNanos : sent.nanos();
        long balance = chargedAtEnd ? balanceMicros(nowNanos) + books.openMicros() : sent.balanceMicros();
        Neighbour.Anchor seen = new Neighbour.Anchor(nanos, balance, micros(reading.remaining()));
        // A capacity that was guessed too large would hide that the provider's bucket was full.
        long full = capacity.reachedWith(micros(reading.remaining()));
        boolean flows = !shape.isWindow() && !level.isByTheDay();
        if (flows && neighbour.observe(seen, micros(reading.rounding()), full, level.whole(), nowNanos)) {
            if (shape.used(neighbour.lastPart())) {
                becomeWindow(nowNanos);
            } else {
                share(nowNanos);
            }
        }
    }

    private void becomeWindow(long nowNanos) {
        neighbour.dismiss();
        capacity.window(level.whole());
        share(nowNanos);
        level.set(Math.min(level.micros(nowNanos), capacity.micros()), nowNanos);
    }

    /** Whether a throttle that names this dimension, or none, may be of this limit; a calendar day that is used up stops the pool. */
    boolean mayBeMeant(Optional<Dimension> named) {
        return !level.isByTheDay() && (named.isEmpty() || named.get().equals(dimension));
    }

    /** After a 429 of this limit: the level was too high, and the margin too small. */
    void throttled(long costMicros, long variance, long pausedUntilNanos, boolean fresh, long nowNanos) {
        long refilled = level.microsIn(pausedUntilNanos - nowNanos);
        long most = Math.min(need(costMicros, variance), capacity.micros()) - refilled;
        level.set(Math.min(level.micros(nowNanos), most), nowNanos);
        if (fresh) {
            floor.widen();
            neighbour.throttled(nowNanos);
            share(nowNanos);
            hindsight.throttled(nowNanos);
        }
    }

    /** Looks at the wall clock, for a limit by the calendar day. */
    void date(Instant wall, long nowNanos) {
        level.date(wall, books, nowNanos);
    }

    /** Takes a saved state over: what it held, and what has refilled since. */
    void restore(long levelMicros, long capacityMicros, long restedNanos, Instant wall, long nowNanos) {
        capacity.restore(capacityMicros, micros(amount));
        level.restore(levelMicros, restedNanos, wall, nowNanos);
    }

    private long need(long costMicros, long variance) {
        // Half a call is for what refills on the way; by the day nothing does, and the last call is there to be made.
        boolean calls = counted == Counted.REQUESTS && !level.isByTheDay();
        long need = costMicros + floor.micros(variance, calls, level.jitterMicros(), capacity.reached());
        // A call larger than the bucket waits until it is full for sure, and then goes into debt, alone.
        return Math.min(need, level.brimMicros());
    }

    private void changeAmount(long newAmount, long nowNanos) {
        Rate whole = Rate.of(newAmount, period);
        level.become(whole, nowNanos);
        capacity.scale((double) newAmount / amount, whole, shape.isWindow());
        amount = newAmount;
        neighbour.forget();
        hindsight.forget();
        share(nowNanos);
    }

    /** Lets the bucket refill at what the neighbour leaves. */
    private void share(long nowNanos) {
        double part = shape.isWindow() ? shape.rate(period) : 1 - neighbour.share();
        long left = Math.max(1, (long) Math.floor(amount * part));
        level.flow(Rate.of(left, period), nowNanos);
    }

    private static long micros(long permits) {
        return Math.min(permits, Quota.AMOUNT_MAX) * MICROS;
    }
}
