package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.completions.Completion;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.responses.Response;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints of OpenAI's batches that the simulator does not serve, against answers as the provider documents them. */
class BatchEndpointsTest {

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    @TempDir
    private Path folder;

    BatchEndpointsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, String answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
    }

    private void answer(HttpExchange exchange, String answer) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.getResponseHeaders().add("x-request-id", "req_1");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Runs one line with this body; gives the body of its result. */
    private JsonNode run(String url, String body) throws IOException {
        Documents documents = Documents.lines(
                folder, "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}");
        Invoked run = Invoked.command(
                "run",
                documents.input.toString(),
                "--base-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/",
                "--out",
                documents.results.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals(List.of(body), bodies);
        JsonNode line = Documents.lines(documents.results).get(0);
        assertEquals("req_1", line.path("response").path("request_id").asText());
        return line.path("response").path("body");
    }

    @Test
    void responses() throws Exception {
        serve("/v1/responses", """
                {
                  "id": "resp_1", "object": "response", "created_at": 1795521600, "status": "completed", "background": false,
                  "error": null, "incomplete_details": null, "instructions": null, "max_output_tokens": 20, "metadata": {},
                  "model": "gpt-6-luna", "parallel_tool_calls": true, "temperature": 1.0, "top_p": 1.0, "tool_choice": "auto",
                  "tools": [],
                  "output": [{"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                    "content": [{"type": "output_text", "text": "Paris.\\nFrance.", "annotations": [], "logprobs": []}]}],
                  "usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                    "output_tokens": 4, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 13}
                }
                """);
        JsonNode body = run("/v1/responses", "{\"model\":\"gpt-6-luna\", \"input\":\"Capital of France?\"}");
        Response response = ObjectMappers.jsonMapper()
                .readValue(body.toString(), Response.class)
                .validate();
        assertEquals(
                "Paris.\nFrance.",
                response.output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text());
    }

    @Test
    void embeddings() throws Exception {
        serve("/v1/embeddings", """
                {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.0023064255, -0.009327292]}],
                 "model": "text-embedding-3-small", "usage": {"prompt_tokens": 8, "total_tokens": 8}}""");
        JsonNode body = run("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":[\"a\"]}");
        CreateEmbeddingResponse response = ObjectMappers.jsonMapper()
                .readValue(body.toString(), CreateEmbeddingResponse.class)
                .validate();
        assertEquals(2, response.data().get(0).embedding().size());
        assertTrue(body.toString().contains("0.0023064255"), body.toString());
    }

    @Test
    void completions() throws Exception {
        serve("/v1/completions", """
                {"id": "cmpl-1", "object": "text_completion", "created": 1795521600, "model": "gpt-3.5-turbo-instruct",
                 "choices": [{"text": " a dam.", "index": 0, "logprobs": null, "finish_reason": "length"}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}""");
        JsonNode body = run("/v1/completions", "{\"model\":\"gpt-3.5-turbo-instruct\",\"prompt\":\"There was\"}");
        Completion completion = ObjectMappers.jsonMapper()
                .readValue(body.toString(), Completion.class)
                .validate();
        assertEquals(" a dam.", completion.choices().get(0).text());
    }
}
