package dev.forebay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.time.Latency;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An hour at the limit in a moment; and what must hold at its end is seen when it does not. */
class VirtualProviderTest {

    private static final String LIMITS = "rpm=60,itpm=600000,otpm=120000,burst=1s";

    private final ManualClock clock = new ManualClock();
    private final PoolEvents events = new PoolEvents();
    private final Forebay forebay = Forebay.builder()
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .listener(events)
            .build();
    private final Provider wire = Provider.anthropic();

    private VirtualProvider provider(String faults) {
        return new VirtualProvider(
                SimulatorOptions.builder()
                        .limits(dev.forebay.simulator.limit.Limits.parse(LIMITS))
                        .latency(Latency.fixed(Duration.ofSeconds(1)))
                        .faults(FaultPlan.parse(faults))
                        .build(),
                clock);
    }

    private Pool pool(String limits) {
        return forebay.pool("haiku", pool -> pool.limits(Limits.parse(limits)).executor(Runnable::run));
    }

    private CompletableFuture<Void> calls(VirtualProvider provider, Pool pool, int calls) {
        return CompletableFuture.allOf(IntStream.range(0, calls)
                .mapToObj(call -> call(provider, pool, "Invoice " + call))
                .toArray(CompletableFuture[]::new));
    }

    private RawRequest request(String text) {
        Prompt prompt = Prompt.of("claude-haiku-4-5", text).maxTokens(100).build();
        return wire.request(wire.endpoint(URI.create("http://virtual")), Credential.apiKey("none"), wire.body(prompt))
                .deadline(Duration.ofMinutes(1))
                .build();
    }

    /** Without a pool. */
    private CompletableFuture<RawAnswer> alone(VirtualProvider provider, String text) {
        return provider.send(request(text), head -> {});
    }

    private CompletableFuture<RawAnswer> call(VirtualProvider provider, Pool pool, String text) {
        RawRequest request = request(text);
        return pool.callAsync(
                Cost.of(text).maxOutputTokens(100),
                attempt -> provider.send(request, head -> wire.readings(head))
                        .whenComplete((answer, failure) ->
                                attempt.settle(answer == null ? Transport.signalOf(failure) : wire.signal(answer))));
    }

    @Test
    void fiveMinutesAtTheLimitTakeAMoment() {
        VirtualProvider provider = provider("");
        VirtualTime.join(clock, calls(provider, pool(LIMITS), 300));
        assertTrue(clock.elapsed().compareTo(Duration.ofSeconds(298)) > 0, () -> "" + clock.elapsed());
        ForebayAssertions.assertAnsweredOnce(provider.ledger(), 300);
        ForebayAssertions.assertThrottledAtMost(provider.ledger(), 0);
        ForebayAssertions.assertSettledAsCounted(provider.ledger(), events);
        ForebayAssertions.assertNothingHeld(forebay);
        assertEquals(0, provider.ledger().inFlight());
    }

    @Test
    void allFaultsEndInVirtualTimeToo() {
        VirtualProvider provider = provider("529=0.05,500=0.02,lost=0.02,hang=0.02,cut=0.02,refused=0.02,reset=0.02");
        VirtualTime.join(clock, calls(provider, pool(LIMITS), 120));
        assertTrue(provider.ledger().faults("hang") > 0, provider.ledger()::toJson);
        assertTrue(provider.ledger().faults("refused") > 0, provider.ledger()::toJson);
        ForebayAssertions.assertNothingHeld(forebay);
    }

    @Test
    void whatIsCutOrNeverComesEndsAsOnTheWire() {
        CompletionException cut =
                assertThrows(CompletionException.class, () -> VirtualTime.join(clock, alone(provider("cut=1"), "cut")));
        assertEquals("the body was cut", String.valueOf(cut.getCause().getMessage()));
        VirtualProvider silent = provider("hang=1");
        CompletionException late =
                assertThrows(CompletionException.class, () -> VirtualTime.join(clock, alone(silent, "silent")));
        assertInstanceOf(HttpTimeoutException.class, late.getCause());
        assertEquals(1, silent.ledger().clientLeft());
        assertEquals(0, silent.ledger().inFlight());
    }

    @Test
    void whoDoesNotWaitIsSeen() {
        VirtualProvider provider = provider("");
        CompletableFuture<RawAnswer> taken = alone(provider, "one");
        CompletableFuture<RawAnswer> refused = alone(provider, "two");
        clock.advance(Duration.ofMillis(100));
        CompletableFuture<RawAnswer> early = alone(provider, "three");
        VirtualTime.join(clock, CompletableFuture.allOf(taken, refused, early));
        refused("sent while told to wait: 1", () -> ForebayAssertions.assertAnsweredOnce(provider.ledger(), 1));
    }

    @Test
    void tooManyRefusalsAreSeen() {
        VirtualProvider provider = provider("");
        VirtualTime.join(clock, calls(provider, pool("rpm=6000,burst=10s"), 40));
        refused("throttled", () -> ForebayAssertions.assertThrottledAtMost(provider.ledger(), 0));
        refused("answered: 40 instead of 41", () -> ForebayAssertions.assertAnsweredOnce(provider.ledger(), 41));
        refused(
                "settled input tokens: 0 instead of",
                () -> ForebayAssertions.assertSettledAsCounted(provider.ledger(), new PoolEvents()));
    }

    @Test
    void whatIsHeldIsSeen() throws Exception {
        Pool pool = pool("rpm=60,burst=10s,concurrency=1");
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> first = pool.callAsync(Cost.of("one"), attempt -> answer);
        CompletableFuture<String> second = pool.callAsync(Cost.of("two"), attempt -> answer);
        ForebayAssertions.awaitWaiting(pool, 1);
        refused(
                "[1 wait, 1 in flight, 1.0 of requests per PT1M reserved]",
                () -> ForebayAssertions.assertNothingHeld(pool));
        AssertionError hung = refused("nothing is pending", () -> VirtualTime.join(new ManualClock(), second));
        assertTrue(second.cancel(true), hung::getMessage);
        assertTrue(first.cancel(true));
        ForebayAssertions.assertNothingHeld(forebay);
        assertEquals(Verdict.CANCELLED, events.settled().verdict());
        assertEquals(1, events.all(Event.Settled.class).size());
    }

    @Test
    void whatNeverEndsIsSeen() {
        refused("not ended after 2 days", () -> {
            tick();
            VirtualTime.join(clock, new CompletableFuture<>());
        });
    }

    private void tick() {
        clock.schedule(Duration.ofHours(1), this::tick);
    }

    @Test
    void whatWasToldIsRead() throws Exception {
        Signal told = Signal.succeeded(Usage.tokens(3, 4));
        events.on(new Event.Granted("haiku", Duration.ZERO));
        events.on(new Event.Settled("haiku", told, Duration.ZERO, 0));
        assertEquals(told, events.settled());
        assertEquals(2, events.all().size());
        assertEquals(3, events.inputTokens());
        assertEquals(4, events.outputTokens());
    }

    private static AssertionError refused(String words, Runnable check) {
        AssertionError thrown = assertThrows(AssertionError.class, check::run);
        assertTrue(String.valueOf(thrown.getMessage()).contains(words), thrown::getMessage);
        return thrown;
    }
}
