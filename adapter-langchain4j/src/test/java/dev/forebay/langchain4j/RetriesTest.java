package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.testkit.LoggedWarnings;
import dev.forebay.testkit.ScriptedProvider;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** LangChain4j's own retries are off, or noticed. */
@Timeout(60)
class RetriesTest {

    private final AtomicBoolean broken = new AtomicBoolean();
    private final ScriptedProvider provider = ScriptedProvider.start(exchange -> {
        if (broken.get()) {
            exchange.send(500, "application/json", "{\"error\":{\"message\":\"no\"}}");
        } else {
            exchange.send(Form.OPENAI.wire.answer());
        }
    });
    private final Forebay forebay = Forebay.builder()
            .retryPolicy(RetryPolicy.DEFAULT.withMaxAttempts(1))
            .build();
    private final LoggedWarnings warnings = LoggedWarnings.of("dev.forebay.langchain4j");

    RetriesTest() throws Exception {}

    @AfterEach
    void close() {
        warnings.close();
        provider.close();
    }

    private OpenAiChatModelBuilder builder() {
        return OpenAiChatModel.builder()
                .baseUrl(provider.baseUrl() + "/v1")
                .apiKey("none-needed-here")
                .modelName(Form.OPENAI.model);
    }

    @Test
    void configuredTheyAreOff() {
        failOnce(ForebayLangChain4j.configure(builder().maxRetries(7), forebay).build());
        assertEquals(2, provider.requests().size());
        assertEquals(List.of(), warnings.said());
    }

    @Test
    void forgottenTheyAreWarnedOfOnce() {
        ChatModel model = builder()
                .httpClientBuilder(ForebayLangChain4j.httpClientBuilder(forebay))
                .maxRetries(1)
                .build();
        failOnce(model);
        assertEquals(3, provider.requests().size());
        failOnce(model);
        assertEquals(6, provider.requests().size());
        assertEquals(1, warnings.said().size(), () -> warnings.said().toString());
        assertTrue(
                warnings.said().get(0).contains("maxRetries(0)"),
                () -> warnings.said().toString());
    }

    @Test
    void whatHasNotFailedMayBeAskedAgain() {
        ChatModel model = builder()
                .httpClientBuilder(ForebayLangChain4j.httpClientBuilder(forebay))
                .maxRetries(0)
                .build();
        failOnce(model);
        broken.set(false);
        assertEquals("é é", model.chat("another"));
        assertEquals("é é", model.chat("another"));
        assertEquals(List.of(), warnings.said());
    }

    /** After a success a failure is the call's own, and no outage that the pool waits for. */
    private void failOnce(ChatModel model) {
        broken.set(false);
        assertEquals("é é", model.chat("first"));
        broken.set(true);
        assertThrows(InternalServerException.class, () -> model.chat("second"));
    }
}
