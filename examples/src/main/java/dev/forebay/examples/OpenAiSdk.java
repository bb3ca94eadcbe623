package dev.forebay.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.forebay.Forebay;
import dev.forebay.openai.ForebayOpenAi;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * OpenAI's Java SDK through a pool: thirty calls from sixteen threads, then a stream. Runs against the simulator; with
 * {@code OPENAI_API_KEY} set, against the provider, and then the calls are paid for.
 */
public final class OpenAiSdk {

    private static final int CALLS = 30;
    private static final int THREADS = 16;

    private OpenAiSdk() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        if (System.getenv("OPENAI_API_KEY") != null) {
            System.out.println(run(OpenAIOkHttpClient.fromEnv()));
            return;
        }
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,tpm=600000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(OpenAIOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl() + "/v1")
                    .apiKey("none-needed-here")
                    .build()));
        }
    }

    static String run(OpenAIClient client) throws Exception {
        // region wrap
        Forebay forebay = Forebay.create(); // learns the limits from the provider's headers
        OpenAIClient gpt = ForebayOpenAi.wrap(client, forebay);
        // endregion
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                ChatCompletionCreateParams prompt = prompt("Say the number " + call + ".");
                answers.add(threads.submit(
                        () -> gpt.chat().completions().create(prompt).choices().size()));
            }
            for (Future<Integer> answer : answers) {
                answer.get();
            }
            return events(gpt) + " events\n" + forebay.report();
        } finally {
            threads.shutdown();
            client.close();
        }
    }

    private static long events(OpenAIClient gpt) {
        try (StreamResponse<ChatCompletionChunk> stream =
                gpt.chat().completions().createStreaming(prompt("Say hello."))) {
            return stream.stream().count();
        }
    }

    private static ChatCompletionCreateParams prompt(String text) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5-mini")
                .maxCompletionTokens(50)
                .addUserMessage(text)
                .build();
    }
}
