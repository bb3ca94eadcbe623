package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.signal.Signal;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Real models of LangChain4j that go through a pool, and what happens in it. */
final class Lab {

    final Form form;
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final Forebay forebay = Forebay.builder().listener(events::add).build();
    final ChatModel model;
    final StreamingChatModel streaming;
    final StreamingChatModel plainStreaming;

    Lab(Form form, URI baseUrl) {
        this(form, baseUrl, Duration.ofSeconds(30));
    }

    Lab(Form form, URI baseUrl, Duration timeout) {
        this.form = form;
        model = form.model(forebay, baseUrl, timeout);
        streaming = form.streaming(ForebayLangChain4j.httpClientBuilder(forebay), baseUrl, timeout);
        plainStreaming = form.streaming(JdkHttpClient.builder(), baseUrl, timeout);
    }

    Pool pool() {
        return form.pool(forebay, Limits.unknown());
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
}
