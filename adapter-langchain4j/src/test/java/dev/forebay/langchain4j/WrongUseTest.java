package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.testkit.ScriptedProvider;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Wrong use is refused when the model is built, in words that help. */
class WrongUseTest {

    private final Forebay forebay = Forebay.create();

    @Test
    void aBuilderThatTakesNoClient() {
        refused(
                "StringBuilder takes no httpClientBuilder",
                () -> ForebayLangChain4j.configure(new StringBuilder(), forebay));
    }

    @Test
    void modelsOfAnotherForm() {
        refused(
                "use OpenAiChatModel.builder().baseUrl(\"http://localhost:11434/v1\")",
                () -> ForebayLangChain4j.configure(
                        new OllamaChatModel.OllamaChatModelBuilder().maxRetries(2), forebay));
        refused(
                "neither Anthropic's form nor OpenAI's",
                () -> ForebayLangChain4j.configure(
                        new GoogleAiGeminiChatModel.GoogleAiGeminiChatModelBuilder().maxRetries(2), forebay));
    }

    @Test
    void retriesThatCannotBeSwitchedOff() {
        refused("has retries that cannot be switched off", () -> ForebayLangChain4j.configure(new Stubborn(), forebay));
        refused("does not let maxRetries be set", () -> ForebayLangChain4j.configure(new Unwilling(), forebay));
        assertEquals(0, ForebayLangChain4j.configure(new Primitive(), forebay).retries);
    }

    /** Takes its retries in another form than LangChain4j's own builders. */
    public static class Stubborn extends WithClient {
        public Stubborn maxRetries(Duration within) {
            return this;
        }
    }

    /** Has the setting, and refuses it. */
    public static class Unwilling extends WithClient {
        public Unwilling maxRetries(Integer retries) {
            throw new UnsupportedOperationException("not here");
        }
    }

    /** Takes its retries as a number that is never absent. */
    public static class Primitive extends WithClient {
        private int retries = 2;

        public Primitive maxRetries(int count) {
            retries = count;
            return this;
        }
    }

    /** What a builder needs to go through a pool. */
    public static class WithClient {
        public Object httpClientBuilder(HttpClientBuilder builder) {
            return builder;
        }
    }

    @Test
    void twoForebaysOnOneClient() {
        java.net.http.HttpClient.Builder wrapping = new PooledJdkBuilder(
                java.net.http.HttpClient.newBuilder(),
                ForebayHttp.builder(forebay).build());
        refused(
                "goes through a Forebay already",
                () -> OpenAiChatModel.builder()
                        .apiKey("none-needed-here")
                        .modelName("gpt-5-mini")
                        .httpClientBuilder(ForebayLangChain4j.builder(Forebay.create())
                                .build()
                                .httpClientBuilder(JdkHttpClient.builder().httpClientBuilder(wrapping)))
                        .build());
    }

    @Test
    void aPoolThatChargesAsOpenAiDoesForAnthropicsModels() {
        assertEquals(
                Metering.UP_FRONT,
                forebay.pool("chosen", Limits.unknown(), Metering.UP_FRONT).metering());
        ForebayLangChain4j chosen =
                ForebayLangChain4j.builder(forebay).pool("chosen").build();
        refused(
                "pool 'chosen' charges output up front, as OpenAI does",
                () -> chosen.configure(AnthropicChatModel.builder()));
        refused("AS_PRODUCED", () -> chosen.configure(AnthropicStreamingChatModel.builder()));
        OpenAiChatModel.OpenAiChatModelBuilder right = OpenAiChatModel.builder();
        assertEquals(right, chosen.configure(right));
    }

    @Test
    void aBuilderComesBackAsItIs() {
        OpenAiChatModel.OpenAiChatModelBuilder blocking = OpenAiChatModel.builder();
        assertEquals(blocking, ForebayLangChain4j.configure(blocking, forebay));
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming = OpenAiStreamingChatModel.builder();
        assertEquals(streaming, ForebayLangChain4j.configure(streaming, forebay));
    }

    @Test
    void aPoolThatIsNotThere() {
        assertEquals("gpt-5", forebay.pool("gpt-5").name());
        refused("are: [gpt-5]", () -> ForebayLangChain4j.builder(forebay).pool("gpt5"));
    }

    @Test
    void anAccountWithoutAName() {
        refused("blank", () -> ForebayLangChain4j.builder(forebay).account(" "));
    }

    @Test
    void poolsAreNamedByAccountAndModel() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> exchange.send(Form.OPENAI.wire.answer()))) {
            ForebayLangChain4j adapter = ForebayLangChain4j.builder(forebay)
                    .models(ModelPools.dated().with("openai", "gpt-5-mini", "small"))
                    .account("team")
                    .build();
            String answer = adapter.configure(OpenAiChatModel.builder()
                            .baseUrl(provider.baseUrl() + "/v1")
                            .apiKey("none-needed-here")
                            .modelName("gpt-5-mini-2025-08-07"))
                    .build()
                    .chat("hello");
            assertEquals("é é", answer);
            assertEquals(
                    List.of("team/small"),
                    forebay.pools().stream().map(Pool::name).toList());
        }
    }

    private static void refused(String words, Executable use) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, use).getMessage());
        assertTrue(message.contains(words), message);
    }
}
