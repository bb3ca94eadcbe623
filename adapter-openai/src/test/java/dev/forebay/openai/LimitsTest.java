package dev.forebay.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import dev.forebay.testkit.ForebayAssertions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real SDK against a provider of 1,200 requests a minute: every call succeeds, and next to none is refused. */
@Timeout(120)
class LimitsTest {

    private static final int CALLS = 60;
    private static final int THREADS = 16;
    private static final int REFUSED_MAX = 1;

    private final SimulatorServer provider;
    private final Lab lab;

    LimitsTest() throws Exception {
        provider = SimulatorServer.start(
                SimulatorOptions.builder()
                        .limits(Limits.parse("rpm=1200,tpm=600000,burst=1s"))
                        .latency(Latency.fixed(Duration.ofMillis(100)))
                        .build(),
                0);
        lab = new Lab(provider.baseUrl());
    }

    @AfterEach
    void close() {
        lab.close();
        provider.close();
    }

    @Test
    void callsThatBlock() throws Exception {
        onThreads(call -> lab.gpt
                .chat()
                .completions()
                .create(Lab.prompt("Invoice " + call))
                .choices()
                .size());
        everyCallSucceeded();
    }

    @Test
    void callsThatDoNot() throws Exception {
        List<CompletableFuture<Integer>> answers = startedOnThreads(call -> lab.gpt
                .async()
                .chat()
                .completions()
                .create(Lab.prompt("Invoice " + call))
                .thenApply(message -> message.choices().size()));
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(1, answer.get(60, TimeUnit.SECONDS));
        }
        everyCallSucceeded();
    }

    @Test
    void streamsThatBlock() throws Exception {
        onThreads(call -> {
            try (StreamResponse<ChatCompletionChunk> stream =
                    lab.gpt.chat().completions().createStreaming(telling("Invoice " + call))) {
                return (int) stream.stream().filter(LimitsTest::isLast).count();
            }
        });
        everyCallSucceeded();
    }

    @Test
    void streamsThatDoNot() throws Exception {
        List<CompletableFuture<Void>> ends = startedOnThreads(call -> {
            AsyncStreamResponse<ChatCompletionChunk> stream =
                    lab.gpt.async().chat().completions().createStreaming(telling("Invoice " + call));
            return stream.subscribe(event -> {}).onCompleteFuture();
        });
        for (CompletableFuture<Void> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        everyCallSucceeded();
    }

    /** With the usage at its end, without which nobody knows what a stream used. */
    private static ChatCompletionCreateParams telling(String text) {
        return Lab.prompt(text).toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
    }

    private static boolean isLast(ChatCompletionChunk chunk) {
        return chunk.choices().stream().anyMatch(choice -> choice.finishReason().isPresent());
    }

    private interface StartedCall<T> {
        CompletableFuture<T> start(int number);
    }

    /** Starts all calls from several threads, none of which waits for an answer. */
    private static <T> List<CompletableFuture<T>> startedOnThreads(StartedCall<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<CompletableFuture<T>>> starts = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                starts.add(threads.submit(() -> call.start(made)));
            }
            List<CompletableFuture<T>> started = new ArrayList<>();
            for (Future<CompletableFuture<T>> start : starts) {
                started.add(start.get(60, TimeUnit.SECONDS));
            }
            return started;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface NumberedCall {
        int make(int number);
    }

    private static void onThreads(NumberedCall call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                answers.add(threads.submit(() -> call.make(made)));
            }
            for (Future<Integer> answer : answers) {
                assertEquals(1, answer.get(60, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void everyCallSucceeded() {
        Ledger ledger = provider.provider().ledger();
        ForebayAssertions.assertAnsweredOnce(ledger, CALLS);
        ForebayAssertions.assertThrottledAtMost(ledger, REFUSED_MAX);
        ForebayAssertions.assertSettledAsCounted(ledger, lab.events);
        lab.nothingIsHeld();
    }
}
