package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Dimension;
import java.time.Instant;

/**
 * A look at one bucket, as response headers show it. Immutable.
 *
 * @param dimension which bucket
 * @param limit its amount per period
 * @param remaining whole permits; may be negative
 * @param nanosUntilFull the time until the bucket is full
 * @param at when the look was taken
 */
public record Reading(Dimension dimension, long limit, long remaining, long nanosUntilFull, Instant at) {}
