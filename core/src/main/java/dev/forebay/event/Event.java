package dev.forebay.event;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import java.time.Duration;

/**
 * One decision of a pool. Immutable.
 *
 * <p>Each {@link Granted} is followed by exactly one of {@link Settled}, {@link Cancelled} and {@link Expired} for the same
 * call.
 */
public sealed interface Event {

    /** The name of the pool. */
    String pool();

    /** A pool was made by a {@code Forebay}, and can be asked for there. */
    record Made(String pool) implements Event {}

    /** A call was let through after waiting so long. */
    record Granted(String pool, Duration waited) implements Event {}

    /**
     * An answer, or the lack of one, was settled.
     *
     * @param nanoDollars what it cost by the pool's price, or what it may have cost if nobody knows; 0 without a price
     */
    record Settled(String pool, Signal signal, Duration took, long nanoDollars) implements Event {}

    /**
     * A call that did not succeed is made again after so long.
     *
     * @param attemptUsed false if it was throttled, and only waits at its own place
     */
    record Retried(String pool, boolean attemptUsed, Duration delay) implements Event {}

    /** A call was given back before it was sent. */
    record Cancelled(String pool) implements Event {}

    /** A reservation was never settled; its permits count as used. */
    record Expired(String pool) implements Event {}

    /** Nothing starts for so long, because of this. */
    record Paused(String pool, Duration pause, String reason) implements Event {}

    /** A provider's limit was learned or has changed. */
    record LimitLearned(String pool, Dimension dimension, Duration period, long limit) implements Event {}

    /**
     * The provider's limit is not the one that was given. The smaller of the two counts: a lower one may be meant, and a higher
     * one would be refused.
     */
    record LimitDiffers(String pool, Dimension dimension, Duration period, long given, long actual) implements Event {}

    /** Nothing starts any more, because of this. */
    record Stopped(String pool, String reason) implements Event {}
}
