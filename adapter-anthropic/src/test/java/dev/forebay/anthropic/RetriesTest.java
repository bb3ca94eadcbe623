package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.InternalServerException;
import dev.forebay.Forebay;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.testkit.LoggedWarnings;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's own retries are off; who puts them on again is warned, once. */
@Timeout(60)
class RetriesTest {

    private final AtomicBoolean broken = new AtomicBoolean();
    private final ScriptedProvider provider = ScriptedProvider.start(exchange -> {
        if (broken.get()) {
            exchange.send(500, "application/json", "{\"error\":{\"message\":\"no\"}}");
        } else {
            exchange.send(WireForm.ANTHROPIC.answer());
        }
    });
    private final Forebay forebay = Forebay.builder()
            .retryPolicy(RetryPolicy.DEFAULT.withMaxAttempts(1))
            .build();
    private final AnthropicClient plain = AnthropicOkHttpClient.builder()
            .baseUrl(provider.baseUrl().toString())
            .apiKey("none-needed-here")
            .build();
    private final AnthropicClient wrapped = ForebayAnthropic.wrap(plain, forebay);
    private final LoggedWarnings warnings = LoggedWarnings.of("dev.forebay.anthropic");

    RetriesTest() throws Exception {}

    @AfterEach
    void close() {
        warnings.close();
        plain.close();
        provider.close();
    }

    @Test
    void wrappedTheyAreOff() {
        failOnce(wrapped);
        assertEquals(2, provider.requests().size());
        assertEquals(List.of(), warnings.said());
    }

    @Test
    void putOnAgainTheyAreWarnedOfOnce() {
        AnthropicClient retrying = wrapped.withOptions(options -> options.maxRetries(1));
        failOnce(retrying);
        assertEquals(3, provider.requests().size());
        failOnce(retrying);
        assertEquals(6, provider.requests().size());
        assertEquals(1, warnings.said().size(), () -> warnings.said().toString());
        assertTrue(
                warnings.said().get(0).contains("maxRetries"),
                () -> warnings.said().toString());
    }

    /** After a success a failure is the call's own, and no outage that the pool waits for. */
    private void failOnce(AnthropicClient client) {
        broken.set(false);
        assertEquals(
                Lab.MODEL, client.messages().create(Lab.prompt("first")).model().asString());
        broken.set(true);
        assertThrows(InternalServerException.class, () -> client.messages().create(Lab.prompt("second")));
    }
}
