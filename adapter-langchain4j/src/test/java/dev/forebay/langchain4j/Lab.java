package dev.forebay.langchain4j;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.PoolEvents;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.net.URI;
import java.time.Duration;

/** Real models of LangChain4j that go through a pool, and what happens in it. */
final class Lab {

    final Form form;
    final PoolEvents events = new PoolEvents();
    final Forebay forebay = Forebay.builder().listener(events).build();
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
        return events.settled();
    }

    <E extends Event> E next(Class<E> kind) throws InterruptedException {
        return events.next(kind);
    }

    void nothingIsHeld() {
        ForebayAssertions.assertNothingHeld(forebay);
    }
}
