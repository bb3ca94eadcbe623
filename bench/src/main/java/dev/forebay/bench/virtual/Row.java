package dev.forebay.bench.virtual;

import java.util.function.BiFunction;

/**
 * A row of the table: one question to the limiter, with what it must reach. Immutable.
 *
 * @param name how {@code --only} finds it
 * @param shareMin the least steady share, from 0 to 1
 * @param rejectedMax the most 429s per 1,000 calls, in the mean over the seeds
 * @param worstRejectedMax the most of any seed
 * @param scenario what is run in a setting, with so many calls
 */
record Row(
        String name,
        double shareMin,
        double rejectedMax,
        double worstRejectedMax,
        BiFunction<Setting, Integer, Scenario> scenario) {}
