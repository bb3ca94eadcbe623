package dev.forebay.pool;

import dev.forebay.limit.Rate;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a meter's calls were charged lately, by the time of their sending and of their closing: with it, what a header showed
 * is carried on to now. Amounts are micro-permits. Not thread-safe.
 */
final class Passage {

    /*
     * A header shows the provider's level at an unknown instant tau between the sending s of its call and now. If tau were
     * known, the level now, less what of ours is on the way, would be
     *
     *   R + refill(tau, now) - missing(tau)        missing: what of ours was not charged by tau
     *
     * Neither is known, but both grow or shrink together with tau, and what was sent when is known. So the lower end is the
     * least of this over every possible tau, and the upper end the greatest. Taking the worst refill and the worst missing by
     * themselves is sound as well, and wider by two latencies of refill: on a run of forty seconds these are permits that are
     * never used.
     *
     *   missing(tau) is at most  what was sent after tau - theta, for no call is on its way for longer than theta,
     *                and at most  what is open now or was closed after tau: what was closed by tau was charged by tau
     *   missing(tau) is at least what was sent after tau
     *
     * Refill that the provider's full bucket refused needs no term of its own: at the instant of the clipping its level was the
     * capacity, which is at least R, so the least over tau covers it.
     *
     * A window is a bucket into which comes back what leaves it at its far end: the calls that were sent a period ago. So the same
     * holds of it with that in the place of refill. Of a fixed window it is no less true that a period holds no more than the limit.
     *
     * Time is cut into slots; within a slot the worst is assumed. Beyond the ring nothing is known, and then the two worst are
     * taken by themselves.
     */

    /** Jitter of the way to the provider. */
    static final Duration TRANSIT_JITTER = Duration.ofMillis(50);

    /** No call is on its way to the provider for longer: two retransmissions of a lost packet, or a connection that is made. */
    static final Duration TRANSIT_MAX = Duration.ofSeconds(2);

    private static final long SLOT_NANOS = Duration.ofMillis(50).toNanos();

    /** A little more than {@link #MEMORY}: longer than nearly all calls. A power of two. */
    private static final int SLOTS = 2_048;

    /** So long a time is remembered for sure. */
    static final Duration MEMORY = Duration.ofSeconds(100);

    private static final int TRANSIT_SLOTS = (int) (TRANSIT_MAX.toNanos() / SLOT_NANOS);

    private final long[] sent = new long[SLOTS];
    private final long[] closed = new long[SLOTS];
    private final long originNanos;
    private long current;
    private long currentNanos;

    /** Begins long before now: calls in flight may turn out to have been sent under a limit that is learned now. */
    Passage(long nowNanos) {
        current = SLOTS / 2;
        originNanos = nowNanos - current * SLOT_NANOS;
        currentNanos = nowNanos;
    }

    /** A call is sent now. */
    void sent(long micros, long nowNanos) {
        moveTo(nowNanos);
        sent[index(current)] += micros;
    }

    /** A call that was sent then is closed now. */
    void closed(long sentNanos, long heldMicros, long chargedMicros, long nowNanos) {
        moveTo(nowNanos);
        closed[index(current)] += chargedMicros;
        correct(sentNanos, chargedMicros - heldMicros);
    }

    /** A call that was sent then turns out to have been charged otherwise. */
    void correct(long sentNanos, long differenceMicros) {
        if (remembers(sentNanos)) {
            sent[index(slot(sentNanos))] += differenceMicros;
        }
    }

    /** Whether all since then is known. */
    boolean remembers(long nanos) {
        return slot(nanos) >= Math.max(0, current - SLOTS + 1 + TRANSIT_SLOTS);
    }

    /**
     * The least that refill less missing can have been since a call was sent.
     *
     * @param own what that call was charged, which is in its header
     * @param open what open calls hold
     * @param onArrival whether calls are charged when they arrive; otherwise when they end
     */
    long least(long sentNanos, long own, long open, boolean onArrival, Rate rate, long nowNanos) {
        moveTo(nowNanos);
        long first = Math.max(0, slot(sentNanos));
        long sentSince = onArrival ? sum(sent, current - TRANSIT_SLOTS + 1, current) : 0;
        long notClosed = open;
        long least = Long.MAX_VALUE;
        for (long at = current; at >= first; at--) {
            notClosed += closed[index(at)];
            long missing = notClosed - own;
            if (onArrival) {
                long reach = at - TRANSIT_SLOTS;
                sentSince += reach >= 0 ? sent[index(reach)] : 0;
                missing = Math.min(missing, sentSince - (reach <= first ? own : 0));
            }
            least = Math.min(least, rate.microsIn(nowNanos - start(at + 1)) - Math.max(0, missing));
        }
        return least;
    }

    /** The most that refill less missing can have been since a call was sent. */
    long most(long sentNanos, Rate rate, long nowNanos) {
        moveTo(nowNanos);
        long first = Math.max(0, slot(sentNanos));
        long sentSince = 0;
        long most = 0;
        for (long at = current; at >= first; at--) {
            long from = Math.max(start(at), sentNanos);
            most = Math.max(most, rate.microsIn(nowNanos - from) - sentSince);
            sentSince += sent[index(at)];
        }
        return most;
    }

    /** {@link #most} for a window: what left it since a call was sent takes the place of refill. */
    long mostInWindow(long sentNanos, Duration period, long nowNanos) {
        moveTo(nowNanos);
        long first = Math.max(0, slot(sentNanos));
        long oldest = Math.max(0, current - SLOTS + 1);
        long window = period.toNanos() / SLOT_NANOS;
        long sentSince = 0;
        long left = 0;
        long most = 0;
        for (long at = current; at >= first; at--) {
            left += at - window >= oldest ? sent[index(at - window)] : 0;
            most = Math.max(most, left - sentSince);
            sentSince += sent[index(at)];
        }
        return most;
    }

    /**
     * When a window will hold no more than so much, if nothing else is sent: now or later.
     *
     * @param micros zero or more
     * @param period of the window, below {@link #MEMORY} by {@link #TRANSIT_MAX} or more
     */
    long nanosAtMost(long micros, Duration period, long nowNanos) {
        moveTo(nowNanos);
        // A call that is late leaves late; one that is early comes early.
        long windowNanos = period.plus(TRANSIT_JITTER.multipliedBy(2)).toNanos();
        long slot = Math.max(0, slot(nowNanos - windowNanos));
        long held = sum(sent, slot, current);
        if (held <= micros) {
            return nowNanos;
        }
        while (held > micros && slot <= current) {
            held -= sent[index(slot)];
            slot++;
        }
        // What was sent in the midst of a slot leaves the window with the last of it.
        return start(slot) + windowNanos;
    }

    /** What the calls of the last so many nanoseconds, {@link #MEMORY} at the most, were charged, and up to a slot before. */
    long sentWithin(long nanos, long nowNanos) {
        moveTo(nowNanos);
        return sum(sent, slot(nowNanos - Math.min(nanos, MEMORY.toNanos())), current);
    }

    /** The same of the calls that were closed in that time, whenever they were sent. */
    long closedWithin(long nanos, long nowNanos) {
        moveTo(nowNanos);
        return sum(closed, slot(nowNanos - Math.min(nanos, MEMORY.toNanos())), current);
    }

    private long sum(long[] slots, long from, long to) {
        long sum = 0;
        for (long at = Math.max(0, from); at <= to; at++) {
            sum += slots[index(at)];
        }
        return sum;
    }

    private void moveTo(long nowNanos) {
        if (nowNanos - currentNanos < SLOT_NANOS) {
            return;
        }
        long slot = slot(nowNanos);
        if (slot - current >= SLOTS) {
            Arrays.fill(sent, 0);
            Arrays.fill(closed, 0);
            current = slot;
        }
        while (current < slot) {
            current++;
            sent[index(current)] = 0;
            closed[index(current)] = 0;
        }
        currentNanos = start(current);
    }

    private long slot(long nanos) {
        return Math.floorDiv(nanos - originNanos, SLOT_NANOS);
    }

    private long start(long slot) {
        return originNanos + slot * SLOT_NANOS;
    }

    private static int index(long slot) {
        return (int) (slot & (SLOTS - 1));
    }
}
