package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What many answers together say about a level that is too low.
 *
 * <p>Planted faults that it catches: the mean counts instead of the least; the stamp that scatters is believed; one answer is
 * enough; a 429 changes nothing; a doubt never ends; calls from before the meter are counted;
 * what a header raised meanwhile is raised again.
 */
class HindsightTest {

    private static final long EVERY = Duration.ofMillis(100).toNanos();
    private static final LongUnaryOperator SCATTERED = answer -> 1_000 + new Random(answer).nextInt(5_000);

    private final Hindsight hindsight = new Hindsight(0);
    private long now;
    private long answers;

    private long raised(long answersMore, LongUnaryOperator atSend, LongUnaryOperator atReceipt) {
        long raised = 0;
        for (long answer = 0; answer < answersMore; answer++) {
            now += EVERY;
            answers++;
            raised += hindsight.observe(now, atSend.applyAsLong(answers), atReceipt.applyAsLong(answers), now);
        }
        return raised;
    }

    @Test
    void whatEveryAnswerShowsIsBelieved() {
        assertEquals(900, raised(32, answer -> 900, SCATTERED), "headers stamped on arrival");
        assertEquals(700, raised(32, SCATTERED, answer -> 700), "headers stamped at the end");
    }

    @Test
    void theLeastCountsLessHalfOfTheScatter() {
        // Mean 1,025, least 900.
        assertEquals(837, raised(32, answer -> answer % 8 == 0 ? 900 : 1_043, SCATTERED), 2);
    }

    @Test
    void aRaiseThatAHeaderProvedIsNotMadeTwice() {
        assertEquals(0, raised(31, answer -> 900, SCATTERED));
        hindsight.raised(600);
        assertEquals(300, raised(1, answer -> 300, SCATTERED));
    }

    @Test
    void whereBothScatterTheLowerCounts() {
        long raised = raised(32, SCATTERED, answer -> SCATTERED.applyAsLong(answer) - 500);
        assertTrue(raised < 500, "raised by " + raised);
    }

    @Test
    void aFewAnswersOrAShortTimeSayNothing() {
        assertEquals(0, raised(31, answer -> 900, SCATTERED));
        Hindsight quick = new Hindsight(0);
        long raised = 0;
        for (int answer = 0; answer < 100; answer++) {
            raised += quick.observe(answer, 900, 900, answer);
        }
        assertEquals(0, raised, "a hundred answers within a moment are one piece of news");
    }

    @Test
    void aLevelThatIsTooHighIsNotItsBusiness() {
        assertEquals(0, raised(64, answer -> -900, answer -> -900));
    }

    @Test
    void callsFromBeforeTheMeterSayNothing() {
        Hindsight late = new Hindsight(EVERY);
        long raised = 0;
        for (long answer = 0; answer < 64; answer++) {
            raised += late.observe(0, 900, 900, answer * EVERY);
        }
        assertEquals(0, raised);
    }

    @Test
    void a429EndsItForATimeThatDoubles() {
        hindsight.throttled(now);
        assertEquals(0, raised(599, answer -> 900, SCATTERED), "for a minute");
        assertEquals(900, raised(34, answer -> 900, SCATTERED));
        hindsight.throttled(now);
        hindsight.throttled(now + 1);
        assertEquals(0, raised(1_199, answer -> 900, SCATTERED), "for two minutes");
        assertEquals(900, raised(34, answer -> 900, SCATTERED));
    }

    @Test
    void a429InCompanyIsDoubtedForItsOwnTime() {
        hindsight.company(now);
        raised(2_900, answer -> 900, SCATTERED);
        hindsight.throttled(now);
        assertEquals(
                0,
                raised(599, answer -> 900, SCATTERED),
                "a minute from the 429 on, though the company's time was nearly up");
    }

    @Test
    void companyEndsItForFiveMinutes() {
        hindsight.company(now);
        assertEquals(0, raised(2_999, answer -> 900, SCATTERED));
        assertEquals(900, raised(34, answer -> 900, SCATTERED));
    }
}
