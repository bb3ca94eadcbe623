package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.signal.Signal;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real client of the SDK, wrapped, and what happens in its pools. */
final class Lab implements AutoCloseable {

    static final String MODEL = "claude-haiku-4-5";

    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final Forebay forebay = Forebay.builder().listener(events::add).build();
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
        return next(Event.Settled.class).signal();
    }

    <E extends Event> E next(Class<E> kind) throws InterruptedException {
        while (true) {
            Event event = events.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, () -> "no " + kind.getSimpleName() + ": " + pool().snapshot());
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    void nothingIsHeld() {
        Snapshot snapshot = pool().snapshot();
        assertEquals(0, snapshot.inFlight(), snapshot::toString);
        assertEquals(0, snapshot.waiting(), snapshot::toString);
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved(), meter::toString));
    }

    @Override
    public void close() {
        plain.close();
    }
}
