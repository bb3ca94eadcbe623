package dev.forebay.examples.testing;

import static dev.forebay.testkit.ForebayAssertions.assertAnsweredOnce;
import static dev.forebay.testkit.ForebayAssertions.assertNothingHeld;
import static dev.forebay.testkit.ForebayAssertions.awaitWaiting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import dev.forebay.Forebay;
import dev.forebay.anthropic.ForebayAnthropic;
import dev.forebay.event.Event;
import dev.forebay.providers.http.HttpTransport;
import dev.forebay.signal.Verdict;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import dev.forebay.testkit.LoggedWarnings;
import dev.forebay.testkit.PoolEvents;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import dev.forebay.time.Clock;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/testing.md: a simulated and a scripted provider on a port of this machine. */
@Timeout(60)
class ProvidersOnLoopbackTest {

    private final PoolEvents events = new PoolEvents();

    private static MessageCreateParams prompt(String text) {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(50)
                .addUserMessage(text)
                .build();
    }

    @Test
    void anSdkAgainstTheSimulator() throws Exception {
        Forebay forebay = Forebay.builder().listener(events).build();
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .latency(Latency.fixed(Duration.ofMillis(20)))
                .faults(FaultPlan.parse("529=0.1"))
                .seed(7)
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0);
                LoggedWarnings warnings = LoggedWarnings.of("dev.forebay")) {
            AnthropicClient claude = ForebayAnthropic.wrap(
                    AnthropicOkHttpClient.builder()
                            .baseUrl(simulator.baseUrl().toString())
                            .apiKey("none-needed-here")
                            .build(),
                    forebay);

            for (int number = 0; number < 20; number++) {
                claude.messages().create(prompt("Invoice " + number)).validate();
            }

            assertAnsweredOnce(simulator.provider().ledger(), 20);
            assertTrue(simulator.provider().ledger().faults("529") > 0, "it was overloaded on the way");
            assertEquals(List.of(), warnings.said()); // no retries of the SDK beside those of the pool
            assertNothingHeld(forebay);
            claude.close();
        }
    }

    @Test
    void anExactSequence() throws Exception {
        ManualClock clock = new ManualClock();
        Forebay forebay = Forebay.builder().clock(clock).listener(events).build();
        try (ScriptedProvider provider = ScriptedProvider.answering(
                WireForm.ANTHROPIC.throttled(Duration.ofSeconds(30)), WireForm.ANTHROPIC.answer("Acme"))) {
            InvoiceReader reader = new InvoiceReader(forebay, HttpTransport.create(clock), provider.baseUrl());

            CompletableFuture<String> answer = reader.read("Invoice 1");
            assertEquals(Verdict.THROTTLED_RATE, events.settled().verdict()); // waits for the 429
            awaitWaiting(forebay.pool("claude-haiku"), 1); // it is back in its place
            clock.advance(Duration.ofSeconds(29));
            assertEquals(1, provider.requests().size());
            clock.advance(Duration.ofSeconds(2)); // 30 s are over, and the margin that the pool adds

            assertEquals("Acme", answer.get(20, TimeUnit.SECONDS));
            assertEquals(2, provider.requests().size());
            assertNothingHeld(forebay);
        }
    }

    @Test
    void anAnswerThatIsHeldBack() throws Exception {
        Forebay forebay = Forebay.builder().listener(events).build();
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            ScriptedExchange.await(seen);
            exchange.send(WireForm.ANTHROPIC.answer("Acme"));
        })) {
            InvoiceReader reader = new InvoiceReader(forebay, HttpTransport.create(Clock.system()), provider.baseUrl());

            CompletableFuture<String> answer = reader.read("Invoice 1");
            events.next(Event.Granted.class);
            assertEquals(1, forebay.pool("claude-haiku").snapshot().inFlight());
            seen.countDown();

            assertEquals("Acme", answer.get(20, TimeUnit.SECONDS));
            assertNothingHeld(forebay);
        }
    }
}
