package dev.forebay.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.PoolEvents;
import java.net.URI;
import java.time.Duration;

/** A real client of the SDK, wrapped, and what happens in its pools. */
final class Lab implements AutoCloseable {

    static final String MODEL = "gpt-5-mini";

    final PoolEvents events = new PoolEvents();
    final Forebay forebay = Forebay.builder().listener(events).build();
    final OpenAIClient plain;
    final OpenAIClient gpt;

    Lab(URI baseUrl) {
        this(baseUrl, Duration.ofSeconds(30));
    }

    Lab(URI baseUrl, Duration timeout) {
        plain = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none-needed-here")
                .timeout(timeout)
                .build();
        gpt = ForebayOpenAi.wrap(plain, forebay);
    }

    static ChatCompletionCreateParams prompt(String text) {
        return ChatCompletionCreateParams.builder()
                .model(MODEL)
                .maxCompletionTokens(200)
                .addUserMessage(text)
                .build();
    }

    Pool pool() {
        return forebay.pool(MODEL, Limits.unknown(), Metering.UP_FRONT);
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
