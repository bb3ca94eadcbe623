package dev.forebay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.Answer;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** It says what it was told, in a form that is read as the provider's, and fails when it is asked for more. */
@Timeout(60)
class ScriptedProviderTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(WireForm.class)
    void itsAnswersAreReadAsThoseOfTheProvider(WireForm form) throws Exception {
        Provider wire = form == WireForm.ANTHROPIC ? Provider.anthropic() : Provider.openAi();
        String text = "a \"quoted\" \\ text\n\twith é and \u0001";
        try (ScriptedProvider provider = ScriptedProvider.answering(
                form.throttled(Duration.ofSeconds(7)),
                form.error(400, "invalid_request_error", "no \"such\" thing"),
                form.answer(),
                form.answer(text),
                form.stream())) {
            Signal throttled = wire.signal(ask(provider));
            assertEquals(Verdict.THROTTLED_RATE, throttled.verdict());
            assertEquals(Optional.of(Duration.ofSeconds(7)), throttled.retryAfter());
            Signal refused = wire.signal(ask(provider));
            assertEquals(Verdict.INVALID, refused.verdict());
            assertTrue(refused.message().contains("no \"such\" thing"), refused::toString);
            assertEquals("é é", text(wire, ask(provider)));
            assertEquals(text, text(wire, ask(provider)));
            Signal streamed = wire.signal(ask(provider));
            assertEquals(Verdict.SUCCEEDED, streamed.verdict());
            assertEquals(WireForm.INPUT_TOKENS, streamed.usage().orElseThrow().inputTokens());
            assertEquals(WireForm.OUTPUT_TOKENS, streamed.usage().orElseThrow().outputTokens());
        }
    }

    private static String text(Provider wire, RawAnswer answer) {
        assertEquals(
                WireForm.INPUT_TOKENS, wire.signal(answer).usage().orElseThrow().inputTokens());
        assertEquals(
                WireForm.OUTPUT_TOKENS,
                wire.signal(answer).usage().orElseThrow().outputTokens());
        return wire.answer(answer).map(Answer::text).orElseThrow();
    }

    @Test
    void itKeepsWhatItWasAsked() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.answering(WireForm.OPENAI.answer())) {
            assertEquals(200, ask(provider).status());
            ScriptedRequest request = provider.requests().get(0);
            assertEquals("POST", request.method());
            assertEquals("/v1/messages", request.path());
            assertEquals("{}", request.body());
            assertEquals(Optional.of("of mine"), request.header("X-header"));
            assertEquals(Optional.empty(), request.header("x-another"));
        }
    }

    @Test
    void oneRequestTooManyIsRefusedAndFailsTheTest() throws Exception {
        ScriptedProvider provider = ScriptedProvider.answering(WireForm.ANTHROPIC.answer());
        assertEquals(200, ask(provider).status());
        assertEquals(400, ask(provider).status());
        AssertionError thrown = assertThrows(AssertionError.class, provider::close);
        assertTrue(
                String.valueOf(thrown.getMessage()).contains("1 answers, and this is request 2"), thrown::getMessage);
    }

    @Test
    void aScriptThatFailsFailsTheTest() throws Exception {
        ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            throw new IllegalStateException("the script's own");
        });
        assertThrows(IOException.class, () -> ask(provider));
        AssertionError thrown = assertThrows(AssertionError.class, provider::close);
        assertEquals("a script failed: the script's own", thrown.getMessage());
    }

    @Test
    void aStreamIsCutWhereTheScriptReturns() throws Exception {
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.startStream(WireForm.ANTHROPIC.streamStart()))) {
            Signal cut = Provider.anthropic().signal(ask(provider));
            assertEquals(Verdict.TRANSIENT, cut.verdict());
        }
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ScriptedAnswer.of(99, "text/plain", ""));
        assertThrows(IllegalArgumentException.class, () -> WireForm.OPENAI.error(200, "no", "error"));
        assertThrows(IllegalArgumentException.class, () -> WireForm.OPENAI.throttled(Duration.ofMillis(1500)));
        assertThrows(IllegalArgumentException.class, () -> WireForm.OPENAI.throttled(Duration.ZERO));
    }

    private RawAnswer ask(ScriptedProvider provider) throws IOException, InterruptedException {
        URI uri = provider.baseUrl().resolve("/v1/messages?beta=true");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("x-header", "of mine")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return RawAnswer.of(http.send(request, BodyHandlers.ofByteArray()));
    }
}
