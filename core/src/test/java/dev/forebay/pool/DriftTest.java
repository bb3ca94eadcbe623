package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** By how much a header moved a level. */
class DriftTest {

    private static final Cost COST = Cost.tokens(10, 10);

    @Test
    void aHeaderThatShowsMoreThanTheBucketHoldsDidNotMoveIt() {
        TestPool test = new TestPool("rpm=600,burst=1s");
        Reservation call = test.take(COST);
        test.clock.advance(Duration.ofSeconds(5));
        double before = test.level(Dimension.REQUESTS);
        call.settle(answer(600, 500));
        assertEquals(before, test.level(Dimension.REQUESTS), 1e-6);
        assertEquals(0, test.meter(Dimension.REQUESTS).drift(), 1e-6);
    }

    @Test
    void aLowerEndNeverLowers() {
        TestPool test = new TestPool("rpm=600,burst=1s");
        Reservation call = test.take(COST);
        test.clock.advance(Duration.ofSeconds(5));
        double before = test.level(Dimension.REQUESTS);
        assertTrue(before > 10, "the brim lets in the refill of the way");
        call.settle(answer(600, 500));
        assertTrue(test.level(Dimension.REQUESTS) >= before);
    }

    private static Signal answer(long limit, long remaining) {
        return Signal.builder(Verdict.SUCCEEDED)
                .usage(Usage.tokens(10, 10))
                .reading(TestPool.reading(Dimension.REQUESTS, limit, remaining, 0))
                .build();
    }
}
