package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.langchain4j.ForebayLangChain4j;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatModel.AnthropicChatModelBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * LangChain4j's models through a pool: thirty calls from sixteen threads, then a stream. Runs against the simulator; with
 * {@code ANTHROPIC_API_KEY} set, against the provider, and then the calls are paid for.
 */
public final class LangChain4jModels {

    private static final String MODEL = "claude-haiku-4-5";
    private static final int CALLS = 30;
    private static final int THREADS = 16;

    private LangChain4jModels() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        String key = System.getenv("ANTHROPIC_API_KEY");
        if (key != null) {
            System.out.println(run(
                    AnthropicChatModel.builder().apiKey(key),
                    AnthropicStreamingChatModel.builder().apiKey(key)));
            return;
        }
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(simulator));
        }
    }

    static String run(SimulatorServer simulator) throws Exception {
        return run(
                AnthropicChatModel.builder().apiKey("none-needed-here").baseUrl(simulator.baseUrl() + "/v1"),
                AnthropicStreamingChatModel.builder().apiKey("none-needed-here").baseUrl(simulator.baseUrl() + "/v1"));
    }

    private static String run(AnthropicChatModelBuilder blocking, AnthropicStreamingChatModelBuilder streaming)
            throws Exception {
        blocking.modelName(MODEL).maxTokens(50);
        streaming.modelName(MODEL).maxTokens(50);
        // region configure
        Forebay forebay = Forebay.create(); // learns the limits from the provider's headers
        ChatModel claude = ForebayLangChain4j.configure(blocking, forebay).build();
        StreamingChatModel stream =
                ForebayLangChain4j.configure(streaming, forebay).build();
        // endregion
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                String prompt = "Say the number " + call + ".";
                answers.add(threads.submit(() -> claude.chat(prompt)));
            }
            for (Future<String> answer : answers) {
                answer.get();
            }
            return tokens(stream) + " tokens streamed\n" + forebay.report();
        } finally {
            threads.shutdown();
        }
    }

    private static int tokens(StreamingChatModel stream) throws Exception {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        stream.chat("Say hello.", new StreamingChatResponseHandler() {

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.get().tokenUsage().outputTokenCount();
    }
}
