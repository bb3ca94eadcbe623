package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The laboratory itself: it repeats a run to the nanosecond, and its oracle cannot be beaten.
 *
 * <p>Planted fault that it catches: a second process that takes half of its part.
 */
class LabTest {

    private static final Setting SETTING = Setting.all().get(0);
    private static final Scenario SCENARIO = Scenario.of(SETTING.provider(), Limits.unknown(), 400);

    /** Four of which one gets half as much as each other have 0.94. */
    private static final double FAIRNESS_MIN = 0.97;

    @Test
    void theSameSeedGivesTheSameRun() {
        assertEquals(sent(7), sent(7));
    }

    private static List<Long> sent(long seed) {
        return Lab.run(SCENARIO, seed).tape().entries().stream()
                .map(Tape.Entry::sentNanos)
                .toList();
    }

    @Test
    void theOracleUsesTheWholeLimitAndIsNeverRefused() {
        var ledger = Oracle.run(SCENARIO, 3);
        assertEquals(400, ledger.accepted());
        assertEquals(0, ledger.rejectedTotal());
        assertTrue(ledger.steadyShare() > 0.999, () -> "share " + ledger.steadyShare());
    }

    @Test
    void twoProcessesShareOneKey() {
        Outcome outcome = Lab.run(SCENARIO.withClients(2), 5);
        assertEquals(400, outcome.ledger().answered());
        assertEquals(List.of(), outcome.violations());
    }

    /** Four that learn of each other collide now and then; four that keep to a quarter each never do. */
    @Test
    void processesThatKeepToTheirPartsNeverCollide() {
        Limits quarter = Limits.unknown().sharedBy(4);
        for (Limits known : List.of(quarter, SETTING.known().sharedBy(4))) {
            Outcome outcome =
                    Lab.run(Scenario.of(SETTING.provider(), known, 600).withClients(4), 6);
            assertEquals(600, outcome.ledger().answered());
            assertEquals(0, outcome.ledger().rejectedTotal(), known.toString());
            assertEquals(List.of(), outcome.violations());
            double fairness = Fairness.index(outcome.tape(), 4);
            assertTrue(fairness > FAIRNESS_MIN, () -> known + ": Jain's index " + fairness);
            assertTrue(
                    outcome.ledger().steadyShare() > 0.7,
                    () -> known + ": " + outcome.ledger().steadyShare());
        }
    }
}
