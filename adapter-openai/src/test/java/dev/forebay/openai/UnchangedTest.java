package dev.forebay.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the provider says reaches the caller as it was said, and as soon. */
@Timeout(60)
class UnchangedTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theFirstEventIsPassedOnBeforeTheLastIsSent() throws Exception {
        CountDownLatch firstArrived = new CountDownLatch(1);
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.OPENAI.streamStart());
                    ScriptedExchange.await(firstArrived);
                    exchange.write(WireForm.OPENAI.streamEnd());
                });
                Lab lab = new Lab(provider.baseUrl())) {
            try (StreamResponse<ChatCompletionChunk> stream =
                    lab.gpt.chat().completions().createStreaming(Lab.prompt("stream"))) {
                Iterator<ChatCompletionChunk> events = stream.stream().iterator();
                assertEquals(1, events.next().choices().size());
                firstArrived.countDown();
                assertEquals(1, events.next().choices().size());
                assertEquals(1, events.next().choices().size());
                assertEquals(0, events.next().choices().size());
                assertFalse(events.hasNext());
            }
            Usage usage = lab.settled().usage().orElseThrow();
            assertEquals(25, usage.inputTokens());
            assertEquals(15, usage.outputTokens());
            lab.nothingIsHeld();
        }
    }

    @Test
    void everyByteOfAStream() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.OPENAI.streamStart());
                    exchange.write(WireForm.OPENAI.streamEnd());
                });
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse answer =
                        lab.gpt.chat().completions().withRawResponse().createStreaming(Lab.prompt("stream"))) {
            assertEquals(
                    WireForm.OPENAI.stream().body(), new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyByteAndHeaderOfAnAnswer() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> exchange.send(WireForm.OPENAI.answer()));
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse ours =
                        lab.gpt.chat().completions().withRawResponse().create(Lab.prompt("whole"));
                HttpResponse theirs =
                        lab.plain.chat().completions().withRawResponse().create(Lab.prompt("whole"))) {
            assertEquals(theirs.statusCode(), ours.statusCode());
            assertEquals(theirs.headers().names(), ours.headers().names());
            assertEquals(List.of("req_1"), ours.headers().values("request-id"));
            assertArrayEquals(theirs.body().readAllBytes(), ours.body().readAllBytes());
            assertEquals(
                    provider.requests().get(1).body(),
                    provider.requests().get(0).body(),
                    "the request too");
        }
    }

    @Test
    void responsesAndTheirStreams() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    boolean stream = asked.getAndIncrement() > 0;
                    exchange.send(
                            200,
                            stream ? "text/event-stream" : "application/json",
                            stream ? OtherEndpoints.RESPONSE_EVENTS : OtherEndpoints.RESPONSE);
                });
                Lab lab = new Lab(provider.baseUrl())) {
            ResponseCreateParams prompt = ResponseCreateParams.builder()
                    .model(Lab.MODEL)
                    .input("hello")
                    .maxOutputTokens(100)
                    .build();
            assertEquals("resp_1", lab.gpt.responses().create(prompt).id());
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
            try (StreamResponse<ResponseStreamEvent> stream =
                    lab.gpt.responses().createStreaming(prompt)) {
                assertEquals(3, stream.stream().count());
            }
            Signal streamed = lab.settled();
            assertEquals(Verdict.SUCCEEDED, streamed.verdict());
            assertEquals(15, streamed.usage().orElseThrow().outputTokens());
            lab.nothingIsHeld();
        }
    }

    @Test
    void embeddings() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(
                        exchange -> exchange.send(200, "application/json", OtherEndpoints.EMBEDDING));
                Lab lab = new Lab(provider.baseUrl())) {
            EmbeddingCreateParams text = EmbeddingCreateParams.builder()
                    .model("text-embedding-3-small")
                    .input("hello")
                    .build();
            assertEquals(1, lab.gpt.embeddings().create(text).data().size());
            assertEquals(5, lab.settled().usage().orElseThrow().inputTokens());
            assertEquals(
                    List.of("text-embedding-3-small"),
                    lab.forebay.pools().stream().map(Pool::name).toList());
        }
    }

    @Test
    void whatIsMeteredApartPassesThePoolsBy() throws Exception {
        try (ScriptedProvider provider =
                        ScriptedProvider.start(exchange -> exchange.send(200, "application/json", "{\"data\":[]}"));
                Lab lab = new Lab(provider.baseUrl())) {
            assertEquals(0, lab.gpt.models().list().data().size());
            assertEquals(List.of("/v1/models"), provider.paths());
            assertTrue(lab.forebay.pools().isEmpty());
        }
    }
}
