package dev.forebay.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.forebay.providers.Credential;
import dev.forebay.providers.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CallFormTest {

    private static CallForm form(Provider provider, Map<String, String> parameters) {
        return new CallForm(
                provider,
                URI.create("http://127.0.0.1:1/"),
                Credential.none(),
                new CallForm.ModelSettings("m", Optional.empty(), 9, parameters),
                Map.of(),
                Duration.ofMinutes(1));
    }

    @Test
    void aParameterThatRaisesTheBoundOfTheAnswerCounts() {
        assertEquals(OptionalLong.of(9), form(Provider.anthropic(), Map.of()).outputTokensMax());
        assertEquals(
                OptionalLong.of(5_000),
                form(Provider.anthropic(), Map.of("max_tokens", "5000")).outputTokensMax());
        assertEquals(
                OptionalLong.of(27), form(Provider.openAi(), Map.of("n", "3")).outputTokensMax());
    }

    @Test
    void aQueryIsSentAndNotShown() {
        CallForm form = new CallForm(
                Provider.openAi(),
                Provider.openAi().endpoint(URI.create("http://127.0.0.1:1/openai?code=secret")),
                Credential.none(),
                new CallForm.ModelSettings("m", Optional.empty(), 9, Map.of()),
                Map.of(),
                Duration.ofMinutes(1));
        assertEquals("code=secret", form.request("{}").uri().getQuery());
        assertEquals("http://127.0.0.1:1/openai/v1/chat/completions", form.address());
    }

    @Test
    void theFingerprintTellsProvidersEndpointsAndBodiesApart() {
        CallForm anthropic = form(Provider.anthropic(), Map.of());
        CallForm openAi = form(Provider.openAi(), Map.of());
        assertNotEquals(anthropic.fingerprint("{}"), openAi.fingerprint("{}"));
        assertNotEquals(openAi.fingerprint("{}"), openAi.fingerprint("{ }"));
        assertNotEquals(openAi.fingerprint("/responses", "{}"), openAi.fingerprint("/completions", "{}"));
    }
}
