package dev.forebay.simulator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a server over real HTTP, with the JDK's client. */
final class HttpAsk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatorServer server;

    HttpAsk(SimulatorServer server) {
        this.server = server;
    }

    HttpResponse<String> anthropic(String text) throws IOException, InterruptedException {
        return client.send(request(text, false, Duration.ofSeconds(20)), BodyHandlers.ofString());
    }

    HttpResponse<String> stream(String text) throws IOException, InterruptedException {
        return client.send(request(text, true, Duration.ofSeconds(20)), BodyHandlers.ofString());
    }

    HttpResponse<String> within(Duration timeout) throws IOException, InterruptedException {
        return client.send(request("hello", false, timeout), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(String text) {
        return client.sendAsync(request(text, false, Duration.ofSeconds(20)), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.baseUrl().resolve(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest request(String text, boolean stream, Duration timeout) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", "claude-test")
                .put("max_tokens", 1024)
                .put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return HttpRequest.newBuilder(server.baseUrl().resolve("/v1/messages"))
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", "test")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }
}
