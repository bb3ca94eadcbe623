package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A call that asks for more than the limit ever holds, which the provider answers with the same 429 for ever: it ends, and the
 * others go on; and nothing else is taken for such a call.
 *
 * <p>Planted faults that it catches: refusals counted while others are in flight, or while the header shows a bucket that is
 * not full, or one that is full within two seconds, as any small one is, or full but for what is rounded, which is half of it; a count that is not begun anew for another call; a call dead although it cannot exceed the limit.
 */
class OutsizedTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Estimated above the limit, but possibly below it. */
    private static final Cost LARGE = Cost.ofBytes(16_000).maxOutputTokens(50);

    private static final Cost SMALL = Cost.ofBytes(300).maxOutputTokens(50);

    private final TestPool test = new TestPool("itpm=2000");

    @Test
    void threeRefusalsAloneAndFullAreProof() {
        Reservation held = test.await(LARGE);
        for (int refusal = 1; refusal <= 2; refusal++) {
            assertEquals(Outcome.Kind.THROTTLED, held.settle(refused(2_000, 5)).kind());
            held = reacquired(held);
        }
        Outcome outcome = held.settle(refused(2_000, 5));
        assertEquals(Outcome.Kind.DEAD, outcome.kind());
        assertEquals(
                "asks for more input tokens than the limit of 2000 per minute ever holds: refused alone, with nothing else"
                        + " charged",
                outcome.reason());
        test.await(SMALL).settle(Usage.tokens(100, 10));
    }

    @Test
    void oneIsProofIfTheBucketIsShownFullAndTheWaitIsLongerThanItTakesToFill() {
        Outcome outcome = test.await(LARGE).settle(refused(2_000, 170));
        assertEquals(Outcome.Kind.DEAD, outcome.kind());
        CompletableFuture<Reservation> other = test.ask(SMALL);
        test.clock.advance(Duration.ofSeconds(169));
        assertFalse(other.isDone(), "a wait that was told is kept");
        test.clock.advance(Duration.ofSeconds(2));
        assertTrue(other.isDone(), "and the others go on");
    }

    @Test
    void aWaitThatMeansNeverIsNotWaitedOut() {
        assertEquals(
                Outcome.Kind.DEAD,
                test.await(LARGE).settle(refused(2_000, 86_400)).kind());
        assertTrue(test.pool.tryAcquire(SMALL).isPresent());
    }

    @Test
    void aResetThatIsDueShowsAFullBucketTheRoundingOfWhichHidesItsLevel() {
        LimitReading blind =
                new LimitReading(Dimension.INPUT_TOKENS, MINUTE, 2_000, 0, 500, Optional.of(Duration.ofSeconds(1)));
        Outcome outcome = test.await(LARGE).settle(refusal(170).reading(blind).build());
        assertEquals(Outcome.Kind.DEAD, outcome.kind());
    }

    @Test
    void aBucketThatIsNotFullProvesNothing() {
        Reservation held = test.await(LARGE);
        for (int refusal = 1; refusal <= 10; refusal++) {
            assertEquals(Outcome.Kind.THROTTLED, held.settle(refused(20, 170)).kind());
            held = reacquired(held);
        }
    }

    /** As somebody else on the key leaves it, who takes a little all the time. */
    @Test
    void aBucketThatIsNearlyFullProvesNothing() {
        nothingIsProvenBy("itpm=2000,burst=60s", 1_900, 0, Duration.ofMillis(1_877));
        nothingIsProvenBy("itpm=2000,burst=3s", 60, 0, Duration.ofSeconds(1));
        nothingIsProvenBy("itpm=2000,burst=3s", 70, 20, Duration.ofSeconds(1));
        nothingIsProvenBy("itpm=2000", 60, 0, Duration.ofMillis(1_877));
    }

    private static void nothingIsProvenBy(String limits, long remaining, long rounding, Duration reset) {
        TestPool shared = new TestPool(limits);
        LimitReading shown =
                new LimitReading(Dimension.INPUT_TOKENS, MINUTE, 2_000, remaining, rounding, Optional.of(reset));
        Reservation held = shared.await(LARGE);
        for (int refusal = 1; refusal <= 10; refusal++) {
            assertEquals(
                    Outcome.Kind.THROTTLED,
                    held.settle(refusal(1).reading(shown).build()).kind(),
                    limits);
            held = patient(shared, shared.again(held, LARGE));
        }
    }

    @Test
    void aCallThatIsNotAloneProvesNothing() {
        Reservation other = test.await(SMALL);
        Reservation held = test.await(LARGE);
        assertEquals(Outcome.Kind.THROTTLED, held.settle(refused(2_000, 170)).kind());
        other.settle(Usage.tokens(100, 10));
    }

    @Test
    void aCallThatCannotExceedTheLimitIsNeverSuspected() {
        Cost fits = Cost.ofBytes(900).maxOutputTokens(50);
        Reservation held = test.await(fits);
        for (int refusal = 1; refusal <= 10; refusal++) {
            assertEquals(
                    Outcome.Kind.THROTTLED, held.settle(refused(2_000, 170)).kind());
            held = reacquired(held, fits);
        }
    }

    @Test
    void withoutHeadersAWholePeriodMustHavePassed() {
        Reservation held = test.await(LARGE);
        int refusals = 0;
        Outcome outcome = held.settle(refusal(30).build());
        while (outcome.kind() == Outcome.Kind.THROTTLED && refusals < 20) {
            refusals++;
            held = reacquired(held);
            outcome = held.settle(refusal(30).build());
        }
        assertEquals(Outcome.Kind.DEAD, outcome.kind());
        assertTrue(test.clock.elapsed().compareTo(Duration.ofSeconds(110)) >= 0, test.clock.elapsed() + "");
        assertTrue(refusals <= 6, refusals + " refusals");
    }

    @Test
    void theCountBeginsAnewForAnotherCall() {
        Reservation first = test.await(LARGE);
        first.settle(refused(2_000, 5));
        Reservation second = patient(test.ask(LARGE));
        second.settle(refused(2_000, 5));
        first = reacquired(first);
        assertEquals(Outcome.Kind.THROTTLED, first.settle(refused(2_000, 5)).kind());
    }

    @Test
    void aDrainWithSuchACallEnds() {
        PlainProvider provider = new PlainProvider(test.clock, 5, true, Duration.ofSeconds(1))
                .limit(Dimension.REQUESTS, 60, 10)
                .limit(Dimension.INPUT_TOKENS, 20_000, 10);
        List<String> answers = new ArrayList<>();
        Pool pool =
                Pool.builder("drain").clock(test.clock).executor(Runnable::run).build();
        for (int call = 0; call < 20; call++) {
            long tokens = call == 7 ? 30_000 : 400;
            pool.callAsync(Cost.ofBytes(tokens * 3).maxOutputTokens(10), attempt -> {
                        CompletableFuture<String> answer = new CompletableFuture<>();
                        provider.send(tokens, 5, signal -> {
                            attempt.settle(signal);
                            answer.complete(signal.verdict() == Verdict.SUCCEEDED ? "answered" : "refused");
                        });
                        return answer;
                    })
                    .thenAccept(answers::add);
        }
        test.clock.advance(Duration.ofMinutes(10));
        assertEquals(20, answers.size(), "the drain does not end");
        assertEquals(1, answers.stream().filter("refused"::equals).count());
        assertFalse(provider.rejected > 5, provider.rejected + " refusals");
    }

    private Reservation reacquired(Reservation refused) {
        return reacquired(refused, LARGE);
    }

    private Reservation reacquired(Reservation refused, Cost cost) {
        return patient(test.again(refused, cost));
    }

    private Reservation patient(CompletableFuture<Reservation> asked) {
        return patient(test, asked);
    }

    private static Reservation patient(TestPool pool, CompletableFuture<Reservation> asked) {
        for (int second = 0; second < 400 && !asked.isDone(); second++) {
            pool.clock.advance(Duration.ofSeconds(1));
        }
        return asked.orTimeout(0, TimeUnit.SECONDS).join();
    }

    private static Signal refused(long remaining, int seconds) {
        return refusal(seconds)
                .reading(TestPool.reading(Dimension.INPUT_TOKENS, 2_000, remaining, 0))
                .build();
    }

    private static Signal.Builder refusal(int seconds) {
        return Signal.builder(Verdict.THROTTLED_RATE)
                .dimension(Dimension.INPUT_TOKENS)
                .retryAfter(Duration.ofSeconds(seconds));
    }
}
