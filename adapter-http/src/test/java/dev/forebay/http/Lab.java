package dev.forebay.http;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.PoolEvents;
import dev.forebay.time.Clock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the JDK, wrapped, and what happens in its pools. */
final class Lab {

    static final String MODEL = "claude-haiku-4-5";

    final PoolEvents events = new PoolEvents();
    final Forebay forebay;
    final HttpClient plain = HttpClient.newHttpClient();
    final HttpClient limited;
    private final URI baseUrl;

    Lab(URI baseUrl) {
        this(baseUrl, Clock.system());
    }

    Lab(URI baseUrl, Clock clock) {
        this.baseUrl = baseUrl;
        forebay = Forebay.builder().clock(clock).listener(events).build();
        limited = ForebayHttp.wrap(plain, forebay);
    }

    HttpRequest message(String text) {
        return ofAnthropic(body(text));
    }

    HttpRequest stream(String text) {
        return ofAnthropic(body(text).replace("{\"model\"", "{\"stream\":true,\"model\""));
    }

    private HttpRequest ofAnthropic(String body) {
        return HttpRequest.newBuilder(request("/v1/messages", body), (name, value) -> true)
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", "none-needed-here")
                .build();
    }

    HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    static String body(String text) {
        return "{\"model\":\"" + MODEL + "\", \"max_tokens\":200,\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"}]}";
    }

    /** An answer that has a body and nothing else. */
    static <T> HttpResponse<T> answered(T body) {
        return new Handed<>(null, body);
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
}
