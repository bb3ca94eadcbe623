package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Answer;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** One call through a pool, with the JDK's own client. Runs against the simulator, so it needs no key. */
public final class OneCall {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Provider anthropic = Provider.anthropic();
    private final URI baseUrl;

    OneCall(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Runs the example and prints what the model said. */
    public static void main(String[] arguments) throws Exception {
        try (SimulatorServer simulator =
                SimulatorServer.start(SimulatorOptions.builder().build(), 0)) {
            System.out.println(new OneCall(simulator.baseUrl()).ask("Say hello."));
        }
    }

    String ask(String prompt) throws Exception {
        // region one-call
        Forebay forebay = Forebay.create(); // learns the limits from the provider's headers
        Pool haiku = forebay.pool("claude-haiku");

        String answer = haiku.call(Cost.of(prompt).maxOutputTokens(200), attempt -> {
            HttpResponse<byte[]> response = http.send(request(prompt), BodyHandlers.ofByteArray());
            RawAnswer raw = RawAnswer.of(response);
            attempt.settle(anthropic.signal(raw)); // usage, headers, 429: whatever the provider said
            return text(raw);
        }); // waits its turn, backs off, retries what is worth it
        // endregion
        return answer + "\n" + forebay.report();
    }

    private HttpRequest request(String prompt) {
        String body = anthropic.body(
                Prompt.of("claude-haiku-4-5", prompt).maxTokens(200).build());
        return HttpRequest.newBuilder(anthropic.endpoint(baseUrl))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", System.getenv().getOrDefault("ANTHROPIC_API_KEY", "none-needed-here"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String text(RawAnswer raw) {
        return anthropic.answer(raw).map(Answer::text).orElse("no answer: status " + raw.status());
    }
}
