package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.InternalServerException;
import dev.forebay.Forebay;
import dev.forebay.retry.RetryPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's own retries are off; who puts them on again is warned, once. */
@Timeout(60)
class RetriesTest {

    private final AtomicBoolean broken = new AtomicBoolean();
    private final ScriptedProvider provider = new ScriptedProvider(exchange -> {
        if (broken.get()) {
            ScriptedProvider.send(exchange, 500, "application/json", "{\"error\":{\"message\":\"no\"}}");
        } else {
            ScriptedProvider.send(exchange, 200, "application/json", ScriptedProvider.MESSAGE);
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
    private final Warnings warnings = new Warnings();

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
        assertEquals(2, provider.paths.size());
        assertEquals(List.of(), warnings.said);
    }

    @Test
    void putOnAgainTheyAreWarnedOfOnce() {
        AnthropicClient retrying = wrapped.withOptions(options -> options.maxRetries(1));
        failOnce(retrying);
        assertEquals(3, provider.paths.size());
        failOnce(retrying);
        assertEquals(6, provider.paths.size());
        assertEquals(1, warnings.said.size(), warnings.said::toString);
        assertTrue(warnings.said.get(0).contains("maxRetries"), warnings.said::toString);
    }

    /** After a success a failure is the call's own, and no outage that the pool waits for. */
    private void failOnce(AnthropicClient client) {
        broken.set(false);
        assertEquals(
                Lab.MODEL, client.messages().create(Lab.prompt("first")).model().asString());
        broken.set(true);
        assertThrows(InternalServerException.class, () -> client.messages().create(Lab.prompt("second")));
    }

    /** What the adapter warns of. */
    private static final class Warnings extends Handler {

        final List<String> said = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger("dev.forebay.anthropic");

        Warnings() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            said.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
