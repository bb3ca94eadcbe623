package dev.forebay.examples.dropin;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Asks through the JDK's own client, which never makes a call again. */
final class JdkProgram implements Program {

    private static final String LAST_EVENT = "event: message_stop";

    private final URI baseUrl;
    private final HttpClient client;

    JdkProgram(URI baseUrl, boolean withForebay) {
        this.baseUrl = baseUrl;
        HttpClient plain = HttpClient.newHttpClient();
        client = withForebay ? ForebayHttp.wrap(plain, Forebay.create()) : plain;
    }

    private HttpRequest request(String prompt, boolean stream) {
        String body = """
                {"model": "claude-haiku-4-5", "max_tokens": 50, "stream": %s,
                 "messages": [{"role": "user", "content": "%s"}]}
                """.formatted(stream, prompt);
        return HttpRequest.newBuilder(baseUrl.resolve("/v1/messages"))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", "none-needed-here")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new StatusException(response.statusCode());
        }
        return response.body();
    }

    @Override
    public String ask(String prompt) throws Exception {
        return body(client.send(request(prompt, false), BodyHandlers.ofString()));
    }

    @Override
    public CompletableFuture<String> askAsync(String prompt) {
        return client.sendAsync(request(prompt, false), BodyHandlers.ofString()).thenApply(JdkProgram::body);
    }

    @Override
    public String stream(String prompt) throws Exception {
        String events = body(client.send(request(prompt, true), BodyHandlers.ofString()));
        return events.contains(LAST_EVENT) ? events : "";
    }

    /** An answer that is none. */
    private static final class StatusException extends RuntimeException {

        private static final long serialVersionUID = 1;

        StatusException(int status) {
            super("status " + status);
        }
    }

    /** The JDK's client has nothing to close before JDK 21. */
    @Override
    public void close() {}
}
