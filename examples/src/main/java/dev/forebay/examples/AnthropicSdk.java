package dev.forebay.examples;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.forebay.Forebay;
import dev.forebay.anthropic.ForebayAnthropic;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Anthropic's Java SDK through a pool: thirty calls from sixteen threads, then a stream. Runs against the simulator; with
 * {@code ANTHROPIC_API_KEY} set, against the provider, and then the calls are paid for.
 */
public final class AnthropicSdk {

    private static final int CALLS = 30;
    private static final int THREADS = 16;

    private AnthropicSdk() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        if (System.getenv("ANTHROPIC_API_KEY") != null) {
            System.out.println(run(AnthropicOkHttpClient.fromEnv()));
            return;
        }
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(AnthropicOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl().toString())
                    .apiKey("none-needed-here")
                    .build()));
        }
    }

    static String run(AnthropicClient client) throws Exception {
        // region wrap
        Forebay forebay = Forebay.create(); // learns the limits from the provider's headers
        AnthropicClient claude = ForebayAnthropic.wrap(client, forebay);
        // endregion
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                MessageCreateParams prompt = prompt("Say the number " + call + ".");
                answers.add(threads.submit(
                        () -> claude.messages().create(prompt).content().size()));
            }
            for (Future<Integer> answer : answers) {
                answer.get();
            }
            return events(claude) + " events\n" + forebay.report();
        } finally {
            threads.shutdown();
            client.close();
        }
    }

    private static long events(AnthropicClient claude) {
        try (StreamResponse<RawMessageStreamEvent> stream = claude.messages().createStreaming(prompt("Say hello."))) {
            return stream.stream().count();
        }
    }

    private static MessageCreateParams prompt(String text) {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(50)
                .addUserMessage(text)
                .build();
    }
}
