package dev.forebay.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.PoolEvents;
import java.net.URI;
import java.time.Duration;

/** A real client of the SDK, wrapped, and what happens in its pools. */
final class Lab implements AutoCloseable {

    static final String MODEL = "claude-haiku-4-5";

    final PoolEvents events = new PoolEvents();
    final Forebay forebay = Forebay.builder().listener(events).build();
    final AnthropicClient plain;
    final AnthropicClient claude;

    Lab(URI baseUrl) {
        this(baseUrl, Duration.ofSeconds(30));
    }

    Lab(URI baseUrl, Duration timeout) {
        plain = AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl.toString())
                .apiKey("none-needed-here")
                .timeout(timeout)
                .build();
        claude = ForebayAnthropic.wrap(plain, forebay);
    }

    static MessageCreateParams prompt(String text) {
        return MessageCreateParams.builder()
                .model(MODEL)
                .maxTokens(200)
                .addUserMessage(text)
                .build();
    }

    Pool pool() {
        return forebay.pool(MODEL);
    }

    /** Waits for the next call that is settled. */
    Signal settled() throws InterruptedException {
        return events.settled();
    }

    <E extends Event> E next(Class<E> kind) throws InterruptedException {
        return events.next(kind);
    }

    void nothingIsHeld() {
        ForebayAssertions.assertNothingHeld(forebay);
    }

    @Override
    public void close() {
        plain.close();
    }
}
