package dev.forebay.cli.demo;

import dev.forebay.cli.output.Json;
import dev.forebay.time.Clock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What most programs do: a number of callers, each of which sends the next document, waits as long as a 429 says and tries
 * again, and gives the document up after two retries, as the official clients do by default. Shares nothing with Forebay.
 * Used once; thread-safe.
 */
final class PlainClient {

    static final int CALLERS = 64;
    static final int RETRIES = 2;

    /** Without a retry-after the official clients begin with so long a wait, and double it. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int OK = 200;

    private final URI endpoint;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ReentrantLock lock = new ReentrantLock();
    private final Iterator<Map.Entry<String, String>> bodies;
    private final Map<String, String> answers = new ConcurrentSkipListMap<>();

    /**
     * A client.
     *
     * @param bodies the body of each request by the id of its document
     */
    PlainClient(URI endpoint, Map<String, String> bodies, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.bodies = bodies.entrySet().iterator();
    }

    /** Starts all callers; completes with the texts of the answers by id when nothing is left. */
    CompletableFuture<Map<String, String>> start() {
        CompletableFuture<?>[] callers = new CompletableFuture<?>[CALLERS];
        for (int caller = 0; caller < CALLERS; caller++) {
            CompletableFuture<Map<String, String>> ended = new CompletableFuture<>();
            callers[caller] = ended;
            next(ended);
        }
        return CompletableFuture.allOf(callers).thenApply(nothing -> Map.copyOf(answers));
    }

    private void next(CompletableFuture<Map<String, String>> caller) {
        Map.Entry<String, String> document;
        lock.lock();
        try {
            if (!bodies.hasNext()) {
                caller.complete(answers);
                return;
            }
            document = bodies.next();
        } finally {
            lock.unlock();
        }
        send(document, 0, caller);
    }

    private void send(Map.Entry<String, String> document, int retry, CompletableFuture<Map<String, String>> caller) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(document.getValue()))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((response, failure) -> {
            if (failure == null && response.statusCode() == OK) {
                answers.put(document.getKey(), text(response.body()));
                next(caller);
            } else if (retry < RETRIES) {
                Duration wait = failure == null ? waitOf(response, retry) : FIRST_WAIT;
                clock.schedule(wait, () -> send(document, retry + 1, caller));
            } else {
                next(caller);
            }
        });
    }

    private static Duration waitOf(HttpResponse<String> response, int retry) {
        return response.headers()
                .firstValue("retry-after")
                .map(seconds -> Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1e3)))
                .orElse(FIRST_WAIT.multipliedBy(1L << retry));
    }

    private static String text(String body) {
        try {
            return Json.parse(body).path("content").path(0).path("text").asText();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return "";
        }
    }
}
