package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.http.RawRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    private static final String SECRET = "sk-test-0123456789";

    @Test
    void anthropicForm() {
        Prompt prompt = Prompt.of("claude-sonnet-5-5", "Say \"hi\"\n☃").build();
        assertEquals(
                "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1024,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Say \\\"hi\\\"\\n☃\"}]}",
                Provider.anthropic().body(prompt));
    }

    @Test
    void anthropicFormWithAll() {
        Prompt prompt = Prompt.of("m", "u").system("s").maxTokens(7).stream(true)
                .parameter("temperature", "0")
                .parameter("stop_sequences", "[\"a\"]")
                .parameter("service_tier", "standard_only")
                .build();
        assertEquals(
                "{\"model\":\"m\",\"max_tokens\":7,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],"
                        + "\"stream\":true,\"temperature\":0,\"stop_sequences\":[\"a\"],"
                        + "\"service_tier\":\"standard_only\"}",
                Provider.anthropic().body(prompt));
    }

    @Test
    void openAiForm() {
        Prompt prompt = Prompt.of("llama-3", "u").system("s").stream(true).build();
        assertEquals(
                "{\"model\":\"llama-3\",\"max_tokens\":1024,\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                        + "{\"role\":\"user\",\"content\":\"u\"}],\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}",
                Provider.openAi().body(prompt));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, max_tokens",
        "gpt-4.1-mini, max_tokens",
        "gpt-3.5-turbo, max_tokens",
        "gpt-oss-120b, max_tokens",
        "omni-1, max_tokens",
        "o1-mini, max_completion_tokens",
        "o3, max_completion_tokens",
        "gpt-5, max_completion_tokens",
        "gpt-5.6-sol, max_completion_tokens",
        "gpt-6-luna, max_completion_tokens",
        "gpt-10, max_completion_tokens",
    })
    void openAiNamesTheBoundByTheModel(String model, String field) {
        String body = Provider.openAi().body(Prompt.of(model, "u").build());
        assertTrue(body.contains("\"" + field + "\":1024"), body);
    }

    @Test
    void aParameterReplacesTheBound() {
        Prompt prompt = Prompt.of("o3", "u").parameter("max_tokens", "5").build();
        assertEquals(
                "{\"model\":\"o3\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],\"max_tokens\":5}",
                Provider.openAi().body(prompt));
        assertEquals(
                "{\"model\":\"o3\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],\"max_tokens\":5}",
                Provider.anthropic().body(prompt));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "messages", "system", "stream", " "})
    void someParametersHaveMethodsOfTheirOwn(String name) {
        Prompt.Builder prompt = Prompt.of("m", "u");
        assertThrows(IllegalArgumentException.class, () -> prompt.parameter(name, "1"));
    }

    @Test
    void refusesAnEmptyPrompt() {
        assertThrows(IllegalArgumentException.class, () -> Prompt.of("m", ""));
        assertThrows(IllegalArgumentException.class, () -> Prompt.of(" ", "u"));
        assertThrows(IllegalArgumentException.class, () -> Prompt.of("m", "u").maxTokens(0));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com/, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com/v1, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com/v1/, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com/v1/messages, https://api.anthropic.com/v1/messages",
        "http://127.0.0.1:9000, http://127.0.0.1:9000/v1/messages",
        "http://[::1]:9000/, http://[::1]:9000/v1/messages",
        "https://proxy.example/llm, https://proxy.example/llm/v1/messages",
        "https://proxy.example/llm/v1beta/x, https://proxy.example/llm/v1beta/x/messages",
        "https://proxy.example/openai/v1?api-version=2024-06-01, https://proxy.example/openai/v1/messages?api-version=2024-06-01",
        "HTTPS://Proxy.example, HTTPS://Proxy.example/v1/messages",
    })
    void completesABaseUrl(URI base, URI whole) {
        assertEquals(whole, Provider.anthropic().endpoint(base));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.anthropic.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "https:///v1",
                "mailto:a@b",
                "https://api.anthropic.com/v1#part"
            })
    void refusesWhatIsNoAddress(URI base) {
        assertThrows(IllegalArgumentException.class, () -> Provider.anthropic().endpoint(base));
    }

    @Test
    void refusesAPasswordInTheAddressWithoutShowingIt() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Provider.openAi().endpoint(URI.create("https://user:" + SECRET + "@example.com")));
        assertFalse(refused.toString().contains(SECRET), refused.toString());
    }

    @Test
    void eachProviderSendsItsHeaders() {
        RawRequest anthropic = request(Provider.anthropic(), Map.of("ANTHROPIC_API_KEY", SECRET));
        assertEquals(
                Map.of("content-type", "application/json", "x-api-key", SECRET, "anthropic-version", "2023-06-01"),
                anthropic.headers());
        assertEquals(URI.create("https://api.anthropic.com/v1/messages"), anthropic.uri());
        RawRequest bearer = request(Provider.anthropic(), Map.of("ANTHROPIC_AUTH_TOKEN", SECRET));
        assertEquals("Bearer " + SECRET, bearer.headers().get("authorization"));
        RawRequest openAi = request(Provider.openAi(), Map.of("OPENAI_API_KEY", SECRET));
        assertEquals(Map.of("content-type", "application/json", "authorization", "Bearer " + SECRET), openAi.headers());
        assertEquals(URI.create("https://api.openai.com/v1/chat/completions"), openAi.uri());
        assertEquals("{}", new String(openAi.body(), StandardCharsets.UTF_8));
    }

    @Test
    void theApiKeyComesBeforeTheToken() {
        Map<String, String> both = Map.of("ANTHROPIC_API_KEY", SECRET, "ANTHROPIC_AUTH_TOKEN", "other");
        assertEquals(
                "Credential[x-api-key: [secret]]",
                Provider.anthropic().credential(both).orElseThrow().toString());
        assertEquals(Optional.empty(), Provider.openAi().credential(both));
        assertEquals(Optional.empty(), Provider.openAi().credential(Map.of("OPENAI_API_KEY", " ")));
    }

    @Test
    void aCredentialNeverShowsItsSecret() {
        for (Credential credential :
                new Credential[] {Credential.apiKey(SECRET), Credential.bearer(SECRET + "\n"), Credential.none()}) {
            assertFalse(credential.toString().contains("0123"), credential.toString());
            assertFalse(credential.redact("you sent " + SECRET).contains(SECRET) && !credential.isNone());
        }
        for (String wrong : new String[] {"", "  ", SECRET + "\nx: y", "schlüssel-" + SECRET, SECRET + " " + SECRET}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Credential.apiKey(wrong));
            assertFalse(refused.toString().contains("0123"), refused.toString());
        }
        RawRequest request = request(Provider.openAi(), Map.of("OPENAI_API_KEY", SECRET));
        assertFalse(request.toString().contains("0123"), request.toString());
    }

    @Test
    void aQuotedKeyIsTakenOutOfAMessage() {
        for (String quoted : new String[] {
            "Incorrect API key: sk-proj-abcdef0123456789",
            "bad header Authorization: Bearer eyJhbGciOi0123",
            "key AIzaSyA0123456789abcdefghijk is wrong",
            "gsk_0123456789abcdef"
        }) {
            String shown = PlainText.oneLine(quoted);
            assertTrue(shown.contains("[secret]") && !shown.contains("0123"), shown);
        }
        String harmless = "api-version 2024-06-01 has exceeded the key-value limits of gpt-5.6-sol-2026";
        assertEquals(harmless, PlainText.oneLine(harmless));
    }

    @Test
    void providersHaveNames() {
        assertEquals(Provider.anthropic(), Provider.named("anthropic"));
        assertEquals(Provider.openAi(), Provider.named("openai"));
        assertThrows(IllegalArgumentException.class, () -> Provider.named("bedrock"));
    }

    private static RawRequest request(Provider provider, Map<String, String> environment) {
        Credential credential = provider.credential(environment).orElseThrow();
        return provider.request(provider.endpoint(provider.defaultBaseUrl()), credential, "{}")
                .build();
    }
}
