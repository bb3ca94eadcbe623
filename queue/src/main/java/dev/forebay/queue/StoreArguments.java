package dev.forebay.queue;

import java.time.Duration;
import java.util.Collection;

/** The checks of arguments that every store makes, so that all refuse the same with the same words. Thread-safe. */
public final class StoreArguments {

    /** No quota is stated further ahead than a year; more is a mistake of units. */
    public static final Duration DELAY_MAX = Duration.ofDays(400);

    /** A worker beats every few seconds; a lease of more than a day rescues nobody. */
    public static final Duration LEASE_MAX = Duration.ofDays(1);

    private StoreArguments() {}

    /** Refuses a limit below 1. */
    public static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be 1 or more");
        }
    }

    /** Refuses a limit of a purge below 1 or above {@link JobStore#BATCH_MAX}. */
    public static void checkPurge(int limit) {
        if (limit < 1 || limit > JobStore.BATCH_MAX) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be 1 to " + JobStore.BATCH_MAX);
        }
    }

    /** Refuses a batch above {@link JobStore#BATCH_MAX}. */
    public static void checkBatch(Collection<?> batch) {
        if (batch.size() > JobStore.BATCH_MAX) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.size() + " entries; it must have at most " + JobStore.BATCH_MAX);
        }
    }

    /** Refuses a lease that is not above zero, or above {@link #LEASE_MAX}. */
    public static void checkLease(Duration lease) {
        if (lease.isZero() || lease.isNegative() || lease.compareTo(LEASE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "lease is " + lease + "; it must be more than zero and at most " + LEASE_MAX);
        }
    }

    /** Refuses a negative delay, or one above {@link #DELAY_MAX}. */
    public static void checkDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("delay is " + delay + "; it must be zero or more, at most " + DELAY_MAX);
        }
    }

    /** Refuses a negative cost. */
    public static void checkCost(long costMicros) {
        if (costMicros < 0) {
            throw new IllegalArgumentException("costMicros is " + costMicros + "; it must be zero or more");
        }
    }
}
