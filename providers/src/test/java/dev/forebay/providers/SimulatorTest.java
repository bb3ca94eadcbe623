package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.http.HttpTransport;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.invoice.Invoice;
import dev.forebay.simulator.invoice.Invoices;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole path over HTTP, against a provider that was written apart from this module. */
@Timeout(60)
class SimulatorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String LIMITS = "rpm=50,itpm=30000,otpm=8000,tpm=30000";

    private final Invoice invoice = Invoices.generate(1, 7).toList().get(0);

    private final HttpTransport transport = HttpTransport.create(Clock.system());

    private @Nullable RawAnswer answer;

    @ParameterizedTest
    @CsvSource({"anthropic, false", "anthropic, true", "openai, false", "openai, true"})
    void anAnswerIsReadWhole(String name, boolean stream) throws Exception {
        Provider provider = Provider.named(name);
        try (SimulatorServer server = server(LIMITS, "")) {
            Signal signal = call(server, provider, stream, DEADLINE);
            assertEquals(Verdict.SUCCEEDED, signal.verdict(), signal::toString);
            assertEquals(
                    server.provider().ledger().inputTokens(),
                    signal.usage().orElseThrow().inputTokens());
            assertEquals(
                    server.provider().ledger().outputTokens(),
                    signal.usage().orElseThrow().outputTokens());
            Answer read = provider.answer(answered()).orElseThrow();
            assertTrue(read.text().contains(invoice.vendor()), read.text());
            assertTrue(read.text().contains(invoice.amount()), read.text());
            assertEquals("test-model", read.model().orElseThrow());
            assertEquals(
                    name.equals("anthropic") ? "end_turn" : "stop",
                    read.stopReason().orElseThrow());
        }
    }

    @Test
    void anthropicsHeadersAreReadAsTheyAre() throws Exception {
        try (SimulatorServer server = server(LIMITS, "")) {
            Signal signal = call(server, Provider.anthropic(), false, DEADLINE);
            assertEquals(3, signal.readings().size());
            LimitReading requests = reading(signal, Dimension.REQUESTS);
            assertEquals(50, requests.limit());
            assertEquals(49, requests.remaining());
            LimitReading input = reading(signal, Dimension.INPUT_TOKENS);
            long exact = 30_000 - server.provider().ledger().inputTokens();
            assertTrue(Math.abs(input.remaining() - exact) <= input.rounding(), input::toString);
            assertEquals(8_000, reading(signal, Dimension.OUTPUT_TOKENS).limit());
        }
    }

    @Test
    void openAisHeadersAreReadAsTheyAre() throws Exception {
        try (SimulatorServer server = server(LIMITS, "")) {
            Signal signal = call(server, Provider.openAi(), false, DEADLINE);
            assertEquals(2, signal.readings().size());
            assertEquals(49, reading(signal, Dimension.REQUESTS).remaining());
            LimitReading tokens = reading(signal, Dimension.TOTAL_TOKENS);
            assertEquals(30_000, tokens.limit());
            assertEquals(0, tokens.rounding());
            assertTrue(tokens.remaining() < 30_000, tokens::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, rpm=1, requests",
        "anthropic, itpm=1000, input-tokens",
        "openai, rpm=1, requests",
        "openai, tpm=1500, total-tokens",
    })
    void aThrottleNamesItsDimensionAndItsWait(String name, String limits, String dimension) throws Exception {
        try (SimulatorServer server = server(limits, "")) {
            Signal signal = call(server, Provider.named(name), false, DEADLINE);
            for (int again = 0; again < 9 && signal.verdict() == Verdict.SUCCEEDED; again++) {
                signal = call(server, Provider.named(name), false, DEADLINE);
            }
            assertEquals(Verdict.THROTTLED_RATE, signal.verdict(), signal::toString);
            assertEquals(dimension, signal.dimension().orElseThrow().name());
            Duration wait = signal.retryAfter().orElseThrow();
            assertTrue(wait.compareTo(Duration.ofMinutes(1)) <= 0, wait::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"anthropic, itpm=100", "openai, tpm=100"})
    void aRequestBeyondTheLimitIsTooLargeOrWaits(String name, String limits) throws Exception {
        try (SimulatorServer server = server(limits, "")) {
            Verdict verdict =
                    call(server, Provider.named(name), false, DEADLINE).verdict();
            assertEquals(name.equals("openai") ? Verdict.TOO_LARGE : Verdict.THROTTLED_RATE, verdict);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "529, OVERLOADED",
        "503, OVERLOADED",
        "429, THROTTLED_CONCURRENCY",
        "500, TRANSIENT",
        "refused, TRANSIENT",
        "reset, TRANSIENT",
        "lost, TRANSIENT",
        "cut, TRANSIENT",
    })
    void aFaultHasItsVerdict(String fault, Verdict verdict) throws Exception {
        for (Provider provider : new Provider[] {Provider.anthropic(), Provider.openAi()}) {
            try (SimulatorServer server = server(LIMITS, fault + "=1")) {
                Signal signal = call(server, provider, false, DEADLINE);
                assertEquals(verdict, signal.verdict(), signal::toString);
                assertFalse(signal.retryAfter().isPresent(), signal::toString);
                assertEquals(1, server.provider().ledger().faults(fault), "sent more or less than once");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void aStreamThatBreaksOffIsReadByItsErrorOrAsCut(String name) throws Exception {
        Provider provider = Provider.named(name);
        try (SimulatorServer server = server("", "midstream=1")) {
            Signal signal = call(server, provider, true, DEADLINE);
            assertTrue(
                    signal.verdict() == Verdict.OVERLOADED || signal.verdict() == Verdict.TRANSIENT, signal::toString);
            assertEquals(200, answered().status());
            assertTrue(provider.answer(answered()).isEmpty());
        }
        try (SimulatorServer server = server("", "cut=1")) {
            assertEquals(
                    Verdict.TRANSIENT, call(server, provider, true, DEADLINE).verdict());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "trickle"})
    void theDeadlineEndsWhatTakesTooLong(String fault) throws Exception {
        try (SimulatorServer server = server("", fault + "=1")) {
            Signal signal = call(server, Provider.anthropic(), false, Duration.ofMillis(300));
            assertEquals(Verdict.TRANSIENT, signal.verdict(), signal::toString);
            assertEquals("no complete answer within 0.3 s", signal.message());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void keyModelAndAddressAreRefusedApart(String name) throws Exception {
        Provider provider = Provider.named(name);
        SimulatorOptions.Builder options = SimulatorOptions.builder();
        try (SimulatorServer server =
                SimulatorServer.start(options.key("another").build(), 0)) {
            assertEquals(
                    Verdict.UNAUTHORIZED,
                    call(server, provider, false, DEADLINE).verdict());
        }
        SimulatorOptions.Builder models = SimulatorOptions.builder().models(Set.of("only-this"));
        try (SimulatorServer server = SimulatorServer.start(models.build(), 0)) {
            assertEquals(
                    Verdict.NOT_FOUND, call(server, provider, false, DEADLINE).verdict());
        }
    }

    private static SimulatorServer server(String limits, String faults) throws Exception {
        return SimulatorServer.start(
                SimulatorOptions.builder()
                        .limits(Limits.parse(limits))
                        .faults(FaultPlan.parse(faults))
                        .build(),
                0);
    }

    /** Sends the invoice; headers must be reported whenever an answer came. */
    private Signal call(SimulatorServer server, Provider provider, boolean stream, Duration deadline) throws Exception {
        Prompt prompt =
                Prompt.of("test-model", "Extract vendor, amount, date:\n" + invoice.text()).maxTokens(200).stream(
                                stream)
                        .build();
        URI endpoint = provider.endpoint(server.baseUrl());
        RawRequest request = provider.request(endpoint, Credential.bearer("test"), provider.body(prompt))
                .header("x-api-key", "test")
                .deadline(deadline)
                .build();
        AtomicReference<RawHeaders> head = new AtomicReference<>();
        try {
            answer = transport.send(request, head::set).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            return Transport.signalOf(failure);
        }
        assertNotNull(head.get());
        assertEquals(provider.readings(answered().head()), provider.readings(head.get()));
        return provider.signal(answered());
    }

    private RawAnswer answered() {
        RawAnswer got = answer;
        if (got == null) {
            throw new AssertionError("no answer");
        }
        return got;
    }

    private static LimitReading reading(Signal signal, Dimension dimension) {
        return signal.readings().stream()
                .filter(reading -> reading.dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }
}
