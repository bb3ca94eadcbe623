package dev.forebay.bench.virtual;

import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A row of the table: one question to the limiter, with what it must reach. Immutable.
 *
 * @param name how {@code --only} finds it
 * @param target the promise
 * @param scenario what is run in a setting, with so many calls
 * @param share what of an outcome is held against the least share
 * @param rejected what of an outcome is held against the most 429s per 1,000 calls
 */
record Row(
        String name,
        Target target,
        BiFunction<Setting, Integer, Scenario> scenario,
        ToDoubleFunction<Outcome> share,
        ToDoubleFunction<Outcome> rejected) {

    /** A row of steady shares and of 429s per 1,000 calls. */
    static Row of(String name, Target target, BiFunction<Setting, Integer, Scenario> scenario) {
        return new Row(name, target, scenario, outcome -> outcome.ledger().steadyShare(), Outcome::rejectedPerThousand);
    }

    /** The same with another count of 429s. */
    Row withRejected(ToDoubleFunction<Outcome> other) {
        return new Row(name, target, scenario, share, other);
    }

    /** The same with another share. */
    Row withShare(ToDoubleFunction<Outcome> other) {
        return new Row(name, target, scenario, other, rejected);
    }
}
