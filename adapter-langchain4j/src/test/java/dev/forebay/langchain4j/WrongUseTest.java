package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.providers.prices.ModelPools;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
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
        try (ScriptedProvider provider =
                new ScriptedProvider(exchange -> ScriptedProvider.message(exchange, Form.OPENAI))) {
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
