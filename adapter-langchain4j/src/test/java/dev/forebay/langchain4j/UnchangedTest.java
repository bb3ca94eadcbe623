package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Usage;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the provider says reaches the caller as it was said, and as soon; and so does what the caller says. */
@Timeout(60)
class UnchangedTest {

    @ParameterizedTest
    @EnumSource(Form.class)
    void theFirstTokenIsPassedOnBeforeTheLastIsSent(Form form) throws Exception {
        CountDownLatch firstArrived = new CountDownLatch(1);
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(form.wire.streamStart());
            ScriptedExchange.await(firstArrived);
            exchange.write(form.wire.streamEnd());
        })) {
            Lab lab = new Lab(form, provider.baseUrl());
            Heard heard = new Heard();
            lab.streaming.chat("stream", heard);
            heard.next("one");
            firstArrived.countDown();
            heard.next(" two");
            assertEquals("one two", heard.text());
            Usage usage = lab.settled().usage().orElseThrow();
            assertEquals(25, usage.inputTokens());
            assertEquals(15, usage.outputTokens());
            lab.nothingIsHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theRequestOfAStream(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(form.wire.streamStart());
            exchange.write(form.wire.streamEnd());
        })) {
            Lab lab = new Lab(form, provider.baseUrl());
            Heard ours = new Heard();
            Heard theirs = new Heard();
            lab.streaming.chat("stream", ours);
            assertEquals("one two", ours.text());
            lab.plainStreaming.chat("stream", theirs);
            assertEquals(ours.text(), theirs.text());
            assertEquals(
                    provider.requests().get(1).body(),
                    provider.requests().get(0).body());
            assertEquals(
                    provider.requests().get(1).headers(),
                    provider.requests().get(0).headers());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyByteAndHeaderOfAnAnswer(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> exchange.send(form.wire.answer()))) {
            HttpRequest request = request(provider, form);
            SuccessfulHttpResponse ours = pooled().execute(request);
            SuccessfulHttpResponse theirs = JdkHttpClient.builder().build().execute(request);
            assertEquals(theirs.statusCode(), ours.statusCode());
            assertEquals(theirs.headers().keySet(), ours.headers().keySet());
            assertEquals(List.of("req_1"), ours.headers().get("request-id"));
            assertEquals(theirs.body(), ours.body());
            assertEquals(
                    provider.requests().get(1).body(),
                    provider.requests().get(0).body());
            assertEquals(
                    provider.requests().get(1).headers(),
                    provider.requests().get(0).headers());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyEventOfAStream(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(form.wire.streamStart());
            exchange.write(form.wire.streamEnd());
        })) {
            HttpRequest request = request(provider, form);
            assertEquals(events(JdkHttpClient.builder().build(), request), events(pooled(), request));
        }
    }

    private static HttpRequest request(ScriptedProvider provider, Form form) {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(provider.baseUrl() + "/v1", form == Form.ANTHROPIC ? "messages" : "chat/completions")
                .addHeader("Content-Type", "application/json")
                .body("{\"model\":\"" + form.model + "\" ,\"max_tokens\":10, \"messages\":[\"\u00e9\"]}")
                .build();
    }

    private static HttpClient pooled() {
        return ForebayLangChain4j.httpClientBuilder(Forebay.create()).build();
    }

    private static List<ServerSentEvent> events(HttpClient client, HttpRequest request) throws Exception {
        List<ServerSentEvent> events = new ArrayList<>();
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        client.execute(request, new ServerSentEventListener() {
            @Override
            public void onEvent(ServerSentEvent event) {
                events.add(event);
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }

            @Override
            public void onClose() {
                end.complete(true);
            }
        });
        assertTrue(end.get(20, TimeUnit.SECONDS));
        return events;
    }

    @Test
    void embeddings() throws Exception {
        String vector = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]}],"
                + "\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}";
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.send(200, "application/json", vector))) {
            Lab lab = new Lab(Form.OPENAI, provider.baseUrl());
            Embedding embedding = ForebayLangChain4j.configure(
                            OpenAiEmbeddingModel.builder()
                                    .baseUrl(provider.baseUrl() + "/v1")
                                    .apiKey("none-needed-here")
                                    .modelName("text-embedding-3-small"),
                            lab.forebay)
                    .build()
                    .embed("hello")
                    .content();
            assertEquals(1, embedding.dimension());
            assertEquals(5, lab.settled().usage().orElseThrow().inputTokens());
            assertEquals(
                    List.of("text-embedding-3-small"),
                    lab.forebay.pools().stream().map(Pool::name).toList());
        }
    }

    @Test
    void aClientOfOnesOwnIsUsedAndStaysAsItWas() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> exchange.send(Form.OPENAI.wire.answer()))) {
            AtomicInteger tasks = new AtomicInteger();
            JdkHttpClientBuilder own = JdkHttpClient.builder()
                    .httpClientBuilder(java.net.http.HttpClient.newBuilder().executor(task -> {
                        tasks.incrementAndGet();
                        new Thread(task).start();
                    }));
            Forebay forebay = Forebay.create();
            HttpRequest request = request(provider, Form.OPENAI);
            HttpClientBuilder builder =
                    ForebayLangChain4j.builder(forebay).build().httpClientBuilder(own);
            assertEquals(
                    Form.OPENAI.wire.answer().body(),
                    builder.build().execute(request).body());
            assertEquals(
                    Form.OPENAI.wire.answer().body(),
                    builder.build().execute(request).body());
            assertTrue(tasks.get() > 0);
            assertEquals(1, forebay.pools().size());
            forebay.pool(Form.OPENAI.model).stop("over for today");
            assertEquals(
                    Form.OPENAI.wire.answer().body(),
                    own.build().execute(request).body());
        }
    }

    @Test
    void whatIsMeteredApartPassesThePoolsBy() throws Exception {
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.send(200, "application/json", "{}"))) {
            Forebay forebay = Forebay.create();
            SuccessfulHttpResponse answer = ForebayLangChain4j.httpClientBuilder(forebay)
                    .build()
                    .execute(HttpRequest.builder()
                            .method(HttpMethod.POST)
                            .url(provider.baseUrl() + "/v1", "messages/batches")
                            .body("{\"requests\":[]}")
                            .build());
            assertEquals("{}", answer.body());
            assertEquals(List.of("/v1/messages/batches"), provider.paths());
            assertTrue(forebay.pools().isEmpty());
        }
    }
}
