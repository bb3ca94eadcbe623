package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.signal.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The index by itself.
 *
 * <p>Planted faults that it catches: the whole run counted, in the end of which all have the same; a process left out that got
 * nothing; calls that were refused taken for work.
 */
class FairnessTest {

    private static final double EXACT = 1e-12;

    private final LabClock clock = new LabClock();
    private final Tape tape = new Tape(clock);

    private void sent(String client, int inputTokens, Verdict verdict) {
        clock.schedule(Duration.ofSeconds(1), () -> {});
        clock.runNext();
        tape.sent(client, new Document(1, inputTokens, 1)).ended(verdict, 0);
    }

    private void got(String client, int... inputTokens) {
        for (int tokens : inputTokens) {
            sent(client, tokens, Verdict.SUCCEEDED);
        }
    }

    @Test
    void isOneWhereEachGotTheSame() {
        got("a", 100);
        got("b", 40, 60);
        got("a", 50);
        got("b", 50);
        // The last of "b" came after "a" was done.
        assertEquals(250.0 * 250 / (2 * (150 * 150 + 100 * 100)), Fairness.index(tape, 2), EXACT);
        got("a", 10);
        assertEquals(1, Fairness.index(tape, 2), EXACT);
    }

    @Test
    void showsWhoGotThreeTimesAsMuch() {
        got("a", 100, 100);
        got("b", 100);
        got("a", 100);
        got("b", 100, 100);
        assertEquals(0.8, Fairness.index(tape, 2), EXACT);
    }

    @Test
    void isTheNthPartWhereOneGotAll() {
        got("a", 100, 100, 100);
        got("b", 300);
        got("c", 300);
        assertEquals(1 / 4.0, Fairness.index(tape, 4), EXACT);
    }

    @Test
    void whatWasRefusedIsNoWork() {
        sent("b", 500, Verdict.THROTTLED_RATE);
        got("a", 100);
        got("b", 100);
        got("a", 100);
        assertEquals(1, Fairness.index(tape, 2), EXACT);
    }
}
