package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a call ends, nothing of it stays in the pool. */
@Timeout(60)
class EndsTest {

    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void theWaitInLineCountsAgainstNoTimeout() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(EndsTest::message);
                Lab lab = new Lab(provider.baseUrl(), Duration.ofSeconds(1))) {
            lab.forebay.pool(Lab.MODEL, Limits.parse("rpm=12,burst=5s"), Metering.AS_PRODUCED);
            lab.claude.messages().create(Lab.prompt("one")).validate();
            lab.claude.messages().create(Lab.prompt("two")).validate();
            assertTrue(lab.next(Event.Granted.class).waited().compareTo(Duration.ofSeconds(1)) < 0);
            Duration waited = lab.next(Event.Granted.class).waited();
            assertTrue(waited.compareTo(Duration.ofSeconds(4)) > 0, waited::toString);
            lab.nothingIsHeld();
        }
    }

    @Test
    void aTimeoutOfTheClientIsOneAttemptAndTheNextSucceeds() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    if (calls.incrementAndGet() == 1) {
                        ScriptedExchange.await(released);
                    }
                    message(exchange);
                });
                Lab lab = new Lab(provider.baseUrl(), Duration.ofSeconds(1))) {
            assertEquals(
                    "msg_1", lab.claude.messages().create(Lab.prompt("slow")).id());
            released.countDown();
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            assertEquals(2, calls.get());
            lab.nothingIsHeld();
        }
    }

    @Test
    void anAnswerThatNoRetryMendsIsTheSdksOwnException() throws Exception {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}";
        try (ScriptedProvider provider =
                        ScriptedProvider.start(exchange -> exchange.send(400, "application/json", error));
                Lab lab = new Lab(provider.baseUrl())) {
            BadRequestException thrown = assertThrows(
                    BadRequestException.class, () -> lab.claude.messages().create(Lab.prompt("bad")));
            assertTrue(String.valueOf(thrown.getMessage()).contains("no"), thrown::getMessage);
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @Test
    void aFutureThatIsCancelledHoldsNothingOnceTheCallHasEnded() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    ScriptedExchange.await(released);
                    message(exchange);
                });
                Lab lab = new Lab(provider.baseUrl())) {
            CompletableFuture<Message> answer = lab.claude.async().messages().create(Lab.prompt("left"));
            assertEquals(Lab.MODEL, lab.next(Event.Granted.class).pool());
            assertTrue(answer.cancel(true));
            released.countDown();
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
            lab.nothingIsHeld();
        }
    }

    @Test
    void cancellingBelowTheSdkEndsTheExchangeAndLeavesTheLine() throws Exception {
        BlockingQueue<CompletableFuture<HttpResponse>> wire = new LinkedBlockingQueue<>();
        try (Lab lab = new Lab(URI.create("http://127.0.0.1:1"));
                HttpClient pooled = new PooledHttpClient(new SilentHttpClient(wire), PoolsByModel.in(lab.forebay))) {
            lab.forebay.pool(Lab.MODEL, Limits.unknown().withConcurrency(1), Metering.AS_PRODUCED);
            CompletableFuture<HttpResponse> sent = pooled.executeAsync(request(), RequestOptions.none());
            assertEquals(Lab.MODEL, lab.next(Event.Granted.class).pool());
            CompletableFuture<HttpResponse> waiting = pooled.executeAsync(request(), RequestOptions.none());
            assertEquals(1, lab.pool().snapshot().waiting());
            assertTrue(waiting.cancel(true));
            assertEquals(0, lab.pool().snapshot().waiting());
            CompletableFuture<HttpResponse> onTheWire = wire.poll(20, TimeUnit.SECONDS);
            assertTrue(sent.cancel(true));
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            assertTrue(onTheWire != null && onTheWire.isCancelled());
            assertTrue(wire.isEmpty());
            lab.nothingIsHeld();
        }
    }

    private static HttpRequest request() {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .baseUrl("http://127.0.0.1:1")
                .addPathSegments("v1", "messages")
                .body(HttpRequestBody.ofJson(Map.of("model", Lab.MODEL, "max_tokens", 10)))
                .build();
    }

    /** A transport that never answers. */
    private record SilentHttpClient(BlockingQueue<CompletableFuture<HttpResponse>> sent) implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            CompletableFuture<HttpResponse> exchange = new CompletableFuture<>();
            sent.add(exchange);
            return exchange;
        }

        @Override
        public void close() {}
    }

    @Test
    void aThreadThatIsInterruptedInLineLeavesIt() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(EndsTest::message);
                Lab lab = new Lab(provider.baseUrl())) {
            lab.forebay.pool(Lab.MODEL, Limits.parse("rpm=1,burst=60s"), Metering.AS_PRODUCED);
            lab.claude.messages().create(Lab.prompt("one")).validate();
            FutureTask<Boolean> call = new FutureTask<>(() -> {
                assertThrows(
                        AnthropicIoException.class, () -> lab.claude.messages().create(Lab.prompt("two")));
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = new Thread(call);
            thread.start();
            ForebayAssertions.awaitWaiting(lab.pool(), 1);
            thread.interrupt();
            assertTrue(call.get(20, TimeUnit.SECONDS), "the interrupt stays set");
            lab.nothingIsHeld();
        }
    }

    @Test
    void aStreamThatIsClosedEarlyGivesEverythingBack() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.ANTHROPIC.streamStart());
                    ScriptedExchange.await(released);
                });
                Lab lab = new Lab(provider.baseUrl())) {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    lab.claude.messages().createStreaming(Lab.prompt("long"))) {
                assertTrue(stream.stream().iterator().next().isMessageStart());
                assertEquals(1, lab.pool().snapshot().inFlight());
            }
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aStreamThatIsCutIsSettledAndTheCallerIsTold() throws Exception {
        try (ScriptedProvider provider =
                        ScriptedProvider.start(exchange -> exchange.startStream(WireForm.ANTHROPIC.streamStart()));
                Lab lab = new Lab(provider.baseUrl())) {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    lab.claude.messages().createStreaming(Lab.prompt("cut"))) {
                assertEquals(3, stream.stream().count());
            }
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(
                    1, provider.requests().size(), "a part of the answer is with the caller: nothing is asked again");
            lab.nothingIsHeld();
        }
    }

    @Test
    void anExceptionInACallbackEndsTheStream() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.ANTHROPIC.streamStart());
                    ScriptedExchange.await(released);
                });
                Lab lab = new Lab(provider.baseUrl())) {
            CompletableFuture<Void> end = lab.claude
                    .async()
                    .messages()
                    .createStreaming(Lab.prompt("callback"))
                    .subscribe(event -> {
                        throw new IllegalStateException("the callback's own");
                    })
                    .onCompleteFuture();
            ExecutionException thrown = assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    private static void message(ScriptedExchange exchange) throws IOException {
        exchange.send(WireForm.ANTHROPIC.answer());
    }
}
