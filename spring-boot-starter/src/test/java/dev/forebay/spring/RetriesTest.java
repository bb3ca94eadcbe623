package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;

/** A failed call is made as often as the pool says, and by nobody else: not by the SDK, and not by Spring. */
class RetriesTest {

    private static final String FROM_OPENAI =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-5-mini\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":15,\"total_tokens\":40}}";
    private static final String FROM_ANTHROPIC = "{\"id\":\"1\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"claude-haiku-4-5\",\"content\":[{\"type\":\"text\",\"text\":\"yes\"}],\"stop_reason\":\"end_turn\","
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":25,\"output_tokens\":15}}";

    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private HttpServer server;

    /** The first request of each path succeeds, all others fail as a server that is out of order. */
    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            boolean first = requests.merge(path, 1, Integer::sum) == 1;
            byte[] body = (first ? path.endsWith("messages") ? FROM_ANTHROPIC : FROM_OPENAI : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(first ? 200 : 500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void onlyThePoolTriesAgain() {
        Context.springAi("http://127.0.0.1:" + server.getAddress().getPort())
                .withPropertyValues("forebay.max-attempts=1")
                .run(context -> {
                    failsOnce(context.getBean(OpenAiChatModel.class));
                    failsOnce(context.getBean(AnthropicChatModel.class));
                    assertEquals(Map.of("/v1/chat/completions", 3, "/v1/messages", 3), requests);
                });
    }

    private static void failsOnce(ChatModel model) {
        assertEquals("yes", model.call("Is it?"));
        assertThrows(RuntimeException.class, () -> model.call("Is it?"));
        assertThrows(RuntimeException.class, () -> model.stream("Is it?").blockLast());
    }
}
