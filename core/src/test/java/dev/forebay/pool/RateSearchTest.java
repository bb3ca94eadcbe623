package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.NamedLimit;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Limits that no header shows: named by the text of a 429, or found by the 429s alone; and a limit that somebody gave, which
 * turns out to be wrong.
 *
 * <p>Planted faults that it catches: a text that is not taken over; a burst taken for the rate; no creeping up; a given limit
 * doubted at once, or never.
 */
class RateSearchTest {

    private static final long PER_MINUTE = 600;

    private final TestPool test = new TestPool("");

    @Test
    void aTextNamesTheLimit() {
        test.take(Cost.tokens(400, 10)).settle(Usage.tokens(400, 10));
        test.take(Cost.tokens(400, 10))
                .settle(Signal.builder(Verdict.THROTTLED_RATE)
                        .dimension(Dimension.INPUT_TOKENS)
                        .namedLimit(new NamedLimit(Dimension.INPUT_TOKENS, Duration.ofMinutes(1), 50_000))
                        .retryAfter(Duration.ofSeconds(3))
                        .build());
        assertEquals(50_000, test.meter(Dimension.INPUT_TOKENS).limit());
        assertEquals(
                List.of(50_000L),
                test.events(Event.LimitLearned.class).stream()
                        .map(Event.LimitLearned::limit)
                        .toList());
    }

    @Test
    void theRateIsFoundByThe429sAlone() {
        drainSilently("", 3_000);
    }

    @Test
    void aGivenLimitThatIsTooHighIsNoticed() {
        drainSilently("rpm=1200", 3_000);
    }

    private void drainSilently(String limits, int calls) {
        TestPool silent = new TestPool(limits);
        PlainProvider provider = new PlainProvider(silent.clock, 3, false, Duration.ofSeconds(1))
                .limit(Dimension.REQUESTS, PER_MINUTE, 10);
        for (int call = 0; call < calls; call++) {
            silent.pool.callAsync(Cost.tokens(10, 10), attempt -> {
                CompletableFuture<String> answer = new CompletableFuture<>();
                provider.send(10, 10, signal -> {
                    attempt.settle(signal);
                    answer.complete(signal.verdict() == Verdict.SUCCEEDED ? "answer" : "refusal");
                });
                return answer;
            });
        }
        silent.clock.advance(Duration.ofMinutes(2));
        int before = provider.accepted;
        int rejectedBefore = provider.rejected;
        silent.clock.advance(Duration.ofMinutes(2));
        double share = (provider.accepted - before) / (2.0 * PER_MINUTE);
        assertTrue(share >= 0.93, "share " + share);
        assertTrue(
                (provider.rejected - rejectedBefore) * 1_000.0 <= 20 * (provider.accepted - before),
                provider.rejected + " refused");
        assertEquals(0, provider.earlyAfterRetryAfter);
        long found = silent.meter(Dimension.REQUESTS).limit();
        assertEquals(PER_MINUTE, found, PER_MINUTE * 0.06);
        silent.pool.stop("seen enough");
    }
}
