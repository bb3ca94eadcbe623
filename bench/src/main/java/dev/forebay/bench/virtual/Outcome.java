package dev.forebay.bench.virtual;

import dev.forebay.simulator.Ledger;
import java.time.Duration;
import java.util.List;

/**
 * What came of a scenario with one seed. Immutable, if nobody writes to the tape.
 *
 * @param scenario what was tried out
 * @param ledger what the provider counted
 * @param history the same as it was at the start and after each {@link #STEP_NANOS}
 * @param tape what the clients sent
 * @param violations promises that were not kept; empty if all were
 * @param took the virtual time until all was done
 */
record Outcome(
        Scenario scenario, Ledger ledger, List<Ledger> history, Tape tape, List<String> violations, Duration took) {

    /** Six to a minute. */
    static final long STEP_NANOS = 10_000_000_000L;

    /** The 429s to calls that were sent between two times. */
    long rejectedBetween(Duration from, Duration until) {
        return tape.entries().stream()
                .filter(entry ->
                        entry.throttled() && entry.sentNanos() >= from.toNanos() && entry.sentNanos() < until.toNanos())
                .count();
    }

    /** 429s per 1,000 calls that were taken. */
    double rejectedPerThousand() {
        return 1_000.0 * ledger.rejectedTotal() / Math.max(1, ledger.accepted());
    }
}
