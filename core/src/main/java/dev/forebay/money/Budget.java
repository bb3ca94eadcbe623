package dev.forebay.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The most that may be spent, over all pools that share it: at every moment, spent + held is at most the limit.
 *
 * <p>Before a call its worst case is held; afterwards the real cost is spent and the hold is given back. So a budget is never
 * exceeded, at the price of holding more than is needed while calls are in flight.
 *
 * <p>Thread-safe; its lock is the innermost one and nothing is called with it held. No method blocks beyond it.
 */
public final class Budget {

    private static final BigDecimal DOLLARS_MAX = BigDecimal.valueOf(1_000_000_000L);

    private final long limitNanoDollars;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> releaseListeners = new CopyOnWriteArrayList<>();
    private long spentNanoDollars;
    private long heldNanoDollars;

    private Budget(long limitNanoDollars) {
        this.limitNanoDollars = limitNanoDollars;
    }

    /**
     * A budget of so many dollars.
     *
     * @param limit from a billionth to a billion
     */
    public static Budget dollars(BigDecimal limit) {
        // Compared before it is scaled: a long exponent makes a number that fills the heap when it is written out.
        if (limit.compareTo(BigDecimal.ONE.movePointLeft(9)) < 0 || limit.compareTo(DOLLARS_MAX) > 0) {
            throw new IllegalArgumentException("budget is " + limit + " dollars; allowed: a billionth to a billion");
        }
        return new Budget(
                limit.movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    /** Whether money is there for a call. */
    public enum Room {
        /** It would fit now. */
        NOW,

        /** It may fit once calls in flight turn out cheaper than their worst cases. */
        WHEN_RELEASED,

        /** It cannot fit any more, whatever the calls in flight cost. */
        NEVER
    }

    /** Whether the worst case of a call would fit; holds nothing. */
    public Room room(long nanoDollars) {
        lock.lock();
        try {
            long unspent = limitNanoDollars - spentNanoDollars;
            if (nanoDollars > unspent) {
                return Room.NEVER;
            }
            return nanoDollars > unspent - heldNanoDollars ? Room.WHEN_RELEASED : Room.NOW;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds the worst case of a call.
     *
     * @return whether it fitted; if not, nothing is held
     */
    public boolean hold(long nanoDollars) {
        lock.lock();
        try {
            if (nanoDollars > limitNanoDollars - spentNanoDollars - heldNanoDollars) {
                return false;
            }
            heldNanoDollars += nanoDollars;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a hold back and books the real cost.
     *
     * @param heldNanoDollars what {@link #hold} held
     * @param realNanoDollars what the call cost; negative to correct what was booked for it before
     */
    public void settle(long heldNanoDollars, long realNanoDollars) {
        lock.lock();
        try {
            this.heldNanoDollars -= heldNanoDollars;
            spentNanoDollars += realNanoDollars;
        } finally {
            lock.unlock();
        }
    }

    /** Tells {@code listener} whenever money may have become free; it runs on the thread that settled. */
    public void onRelease(Runnable listener) {
        releaseListeners.add(listener);
    }

    /** Tells everybody who waits for money. Called without any lock held. */
    public void announceRelease() {
        releaseListeners.forEach(Runnable::run);
    }

    /** What has been spent, in nano-dollars. */
    public long spentNanoDollars() {
        lock.lock();
        try {
            return spentNanoDollars;
        } finally {
            lock.unlock();
        }
    }

    /** What is held for calls in flight, in nano-dollars; exactly zero at rest. */
    public long heldNanoDollars() {
        lock.lock();
        try {
            return heldNanoDollars;
        } finally {
            lock.unlock();
        }
    }

    /** The limit, in nano-dollars. */
    public long limitNanoDollars() {
        return limitNanoDollars;
    }
}
