package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The pace follows what calls are charged: what they held and gave back holds nobody up (T7, T8).
 *
 * <p>Planted faults that it catches: a pace by what calls hold; a pace that takes nothing back of a call that was cancelled or refused.
 */
class PaceOfWhatWasHeldTest {

    /**
     * As at Bedrock: 64,000 tokens are reserved, 1,100 charged, and a call takes two seconds. Three fit into the bucket at a time, so
     * 90 calls a minute (99,000 tokens) are possible.
     */
    @Test
    void reservesThatAreGivenBackDoNotLeaveTheLimitUnused() {
        TestPool test = new TestPool("tpm=200k,burst=60s", Metering.settled(1));
        long[] charged = new long[1];
        Cost cost = Cost.ofBytes(2_700).maxOutputTokens(64_000);
        for (int call = 0; call < 1_000; call++) {
            test.ask(cost)
                    .thenAccept(held -> test.clock.schedule(Duration.ofSeconds(2), () -> {
                        charged[0] += 1_100;
                        held.settle(Usage.tokens(1_000, 100));
                    }));
        }
        test.clock.advance(Duration.ofMinutes(10));
        assertTrue(
                charged[0] > 10 * 200_000 / 4,
                charged[0] / 10 + " tokens a minute of 200,000, the bucket is at "
                        + test.pool.snapshot().meters().get(0).level() + ", " + test.pool.why());
    }

    /**
     * As at Anthropic, where prompt tokens read from the cache are free: 20,000 tokens are held, 500 charged. Two fit into the
     * bucket at a time, so 60 calls a minute (30,000 tokens) are possible.
     */
    @Test
    void promptsThatACacheServesDoNotLeaveTheLimitUnused() {
        TestPool test = new TestPool("itpm=50k,burst=60s");
        long[] charged = new long[1];
        for (int call = 0; call < 2_000; call++) {
            test.ask(Cost.ofBytes(80_000).maxOutputTokens(300))
                    .thenAccept(held -> test.clock.schedule(Duration.ofSeconds(2), () -> {
                        charged[0] += 500;
                        held.settle(Usage.tokens(500, 100).withCache(19_500, 0));
                    }));
        }
        test.clock.advance(Duration.ofMinutes(10));
        assertTrue(
                charged[0] > 10 * 50_000 / 4,
                charged[0] / 10 + " tokens a minute of 50,000, the bucket is at "
                        + test.pool.snapshot().meters().get(0).level() + ", " + test.pool.why());
    }

    /** {@link Reservation#cancel} gives everything back: the call was never sent. */
    @Test
    void whatWasNeverSentHoldsNobodyUp() {
        TestPool test = new TestPool("itpm=30k,burst=60s");
        test.take(Cost.tokens(20_000, 10)).cancel();
        test.ask(Cost.tokens(10, 10));
        assertEquals(Optional.empty(), test.pool.why().startsIn(), () -> "" + test.pool.why());
    }

    /** The provider took nothing of a call that it refused; when the pause is over the level is there, as the pool itself reckons. */
    @Test
    void aRefusedCallStartsAgainWhenThePauseIsOver() {
        TestPool test = new TestPool("itpm=30k,burst=60s");
        Cost cost = Cost.tokens(15_000, 10);
        Reservation refused = test.take(cost);
        refused.settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(2)));
        CompletableFuture<Reservation> again = test.again(refused, cost);
        test.clock.advance(Duration.ofMillis(2_100));
        assertTrue(again.isDone(), () -> test.pool.why() + ", level " + test.level(Dimension.INPUT_TOKENS));
    }
}
