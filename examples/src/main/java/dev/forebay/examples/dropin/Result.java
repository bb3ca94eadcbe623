package dev.forebay.examples.dropin;

import dev.forebay.simulator.Ledger;
import java.time.Duration;
import java.util.Map;

/**
 * What came of a program.
 *
 * @param calls that it made
 * @param succeeded calls whose whole answer reached the program
 * @param failures all others, by the name of what they threw
 * @param ledger the provider's own books, after the last call
 * @param time from the first call to the last end
 */
record Result(int calls, int succeeded, Map<String, Integer> failures, Ledger ledger, Duration time) {

    private static final int REJECTED_MAX = 1;

    /** Whether nothing was lost and next to nothing rejected, by the program and by the provider's books alike. */
    boolean isFlawless() {
        return succeeded == calls
                && ledger.answered() == calls
                && ledger.answeredTwice() == 0
                && ledger.rejectedTotal() <= REJECTED_MAX;
    }
}
