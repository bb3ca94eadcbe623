package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.http.SimulatorServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.context.ApplicationContext;

/**
 * Spring AI's own models against a provider of five requests a second: every call and every stream succeeds,
 * next to none is refused, and those that wait longer than a call may take are not timed out.
 */
@Timeout(120)
class LimitsTest {

    private static final int CALLS = 15;
    private static final int REFUSED_MAX = 1;

    @Test
    void callsAndStreamsOfBoth() throws Exception {
        try (SimulatorServer provider = Context.provider("rpm=300,burst=3s")) {
            Context.springAi(provider.baseUrl().toString())
                    .withBean(OpenAiChatModel.class, () -> ofTheUsersOwn(provider.baseUrl()))
                    .withPropertyValues("forebay.limits=rpm=300", "spring.ai.anthropic.timeout=2s")
                    .run(context -> {
                        makeCalls(context);
                        Ledger ledger = provider.provider().ledger();
                        assertEquals(4 * CALLS, ledger.answered(), ledger::toString);
                        assertTrue(ledger.rejectedTotal() <= 2 * REFUSED_MAX, ledger::toString);
                        context.getBean(Forebay.class)
                                .pools()
                                .forEach(pool -> assertEquals(0, pool.snapshot().inFlight()));
                    });
        }
    }

    /** Spring AI's property for the time does not reach the requests of this one, which have what the options say. */
    private static OpenAiChatModel ofTheUsersOwn(URI baseUrl) {
        OpenAiChatOptions options = OpenAiChatOptions.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none-needed-here")
                .model(Context.GPT)
                .maxCompletionTokens(100)
                .timeout(Duration.ofSeconds(2))
                .build();
        return OpenAiChatModel.builder().options(options).build();
    }

    /** The same program without pools: the provider's limit is met by refusals, which the SDKs' own retries do not outlast. */
    private static void makeCalls(ApplicationContext context) throws Exception {
        ChatModel claude = context.getBean(AnthropicChatModel.class);
        ChatModel gpt = context.getBean(OpenAiChatModel.class);
        assertEquals(
                Duration.ofSeconds(2),
                context.getBean(OpenAiChatModel.class).getOptions().getTimeout());
        assertEquals(
                Duration.ofSeconds(2),
                context.getBean(AnthropicChatModel.class).getOptions().getTimeout());
        ExecutorService threads = Executors.newFixedThreadPool(4 * CALLS);
        try {
            List<Future<?>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                String prompt = "Say the number " + call + ".";
                answers.add(threads.submit(() -> assertFalse(claude.call(prompt).isEmpty())));
                answers.add(threads.submit(() -> assertFalse(gpt.call(prompt).isEmpty())));
                answers.add(threads.submit(() -> streamed(claude, prompt)));
                answers.add(threads.submit(() -> streamed(gpt, prompt)));
            }
            for (Future<?> answer : answers) {
                answer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void streamed(ChatModel model, String prompt) {
        String text = String.join("", model.stream(prompt).toIterable());
        assertFalse(text.isEmpty());
    }
}
