package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The JDK's own HttpClient through a pool: thirty calls at once, then a stream. Runs against the simulator; with
 * {@code ANTHROPIC_API_KEY} set, against the provider, and then the calls are paid for.
 */
public final class JdkHttpClient {

    private static final int CALLS = 30;

    private JdkHttpClient() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        if (System.getenv("ANTHROPIC_API_KEY") != null) {
            System.out.println(run(HttpClient.newHttpClient(), URI.create("https://api.anthropic.com")));
            return;
        }
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(HttpClient.newHttpClient(), simulator.baseUrl()));
        }
    }

    static String run(HttpClient client, URI baseUrl) throws Exception {
        // region wrap
        Forebay forebay = Forebay.create(); // learns the limits from the provider's headers
        HttpClient limited = ForebayHttp.wrap(client, forebay);
        // endregion
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            HttpRequest request = request(baseUrl, "Say the number " + call + ".", false);
            answers.add(limited.sendAsync(request, BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            answer.get();
        }
        return events(limited, baseUrl) + " events\n" + forebay.report();
    }

    private static long events(HttpClient limited, URI baseUrl) throws Exception {
        HttpRequest request = request(baseUrl, "Say hello.", true);
        try (Stream<String> lines =
                limited.send(request, BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("event: ")).count();
        }
    }

    private static HttpRequest request(URI baseUrl, String prompt, boolean stream) {
        String body = """
                {"model": "claude-haiku-4-5", "max_tokens": 50, "stream": %s,
                 "messages": [{"role": "user", "content": "%s"}]}
                """.formatted(stream, prompt);
        return HttpRequest.newBuilder(baseUrl.resolve("/v1/messages"))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", System.getenv().getOrDefault("ANTHROPIC_API_KEY", "none-needed-here"))
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
