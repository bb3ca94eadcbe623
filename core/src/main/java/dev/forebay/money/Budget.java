package dev.forebay.money;

import java.math.BigDecimal;
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
     * @param limit more than zero, at most a billion
     */
    public static Budget dollars(BigDecimal limit) {
        if (limit.signum() <= 0 || limit.compareTo(BigDecimal.valueOf(1_000_000_000L)) > 0) {
            throw new IllegalArgumentException(
                    "budget is " + limit + " dollars; allowed: more than 0, at most a billion");
        }
        return new Budget(limit.movePointRight(9)
                .setScale(0, java.math.RoundingMode.FLOOR)
                .longValueExact());
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
     * @param realNanoDollars what the call cost, zero or more
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

    /** Books what an earlier process spent. */
    public void restoreSpent(long nanoDollars) {
        lock.lock();
        try {
            spentNanoDollars += nanoDollars;
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
