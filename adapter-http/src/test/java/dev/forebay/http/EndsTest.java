package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a call ends, nothing of it stays in the pool. */
@Timeout(60)
class EndsTest {

    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void theWaitInLineCountsAgainstNoTimeout() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(EndsTest::message)) {
            Lab lab = new Lab(provider.baseUrl());
            lab.forebay.pool(Lab.MODEL, Limits.parse("rpm=12,burst=5s"), Metering.AS_PRODUCED);
            for (int call = 0; call < 2; call++) {
                assertEquals(
                        200,
                        lab.limited
                                .send(within(lab.message("in time"), Duration.ofSeconds(1)), BodyHandlers.ofString())
                                .statusCode());
            }
            assertTrue(lab.next(Event.Granted.class).waited().compareTo(Duration.ofSeconds(1)) < 0);
            Duration waited = lab.next(Event.Granted.class).waited();
            assertTrue(waited.compareTo(Duration.ofSeconds(4)) > 0, waited::toString);
            lab.nothingIsHeld();
        }
    }

    @Test
    void aTimeoutOfTheRequestIsOneAttemptAndTheNextSucceeds() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            if (calls.incrementAndGet() == 1) {
                ScriptedExchange.await(released);
            }
            message(exchange);
        })) {
            Lab lab = new Lab(provider.baseUrl());
            HttpRequest request = within(lab.message("slow"), Duration.ofSeconds(1));
            assertEquals(200, lab.limited.send(request, BodyHandlers.ofString()).statusCode());
            released.countDown();
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            assertEquals(
                    provider.requests().get(0).body(),
                    provider.requests().get(1).body());
            lab.nothingIsHeld();
        }
    }

    @Test
    void theHandlerSeesTheLastAnswerAlone() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}";
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            if (calls.incrementAndGet() == 1) {
                exchange.send(500, "application/json", error);
            } else {
                message(exchange);
            }
        })) {
            Lab lab = new Lab(provider.baseUrl());
            HttpRequest request = HttpRequest.newBuilder(lab.message(""), (name, value) -> true)
                    .POST(onlyOnce(Lab.body("again")))
                    .build();
            HttpResponse<String> answer = lab.limited
                    .sendAsync(request, info -> {
                        handled.incrementAndGet();
                        return BodyHandlers.ofString().apply(info);
                    })
                    .get(20, TimeUnit.SECONDS);
            assertEquals(WireForm.ANTHROPIC.answer().body(), answer.body());
            assertEquals(2, calls.get());
            assertEquals(1, handled.get());
            assertEquals(List.of(Lab.body("again"), Lab.body("again")), provider.bodies());
            lab.nothingIsHeld();
        }
    }

    @Test
    void anAnswerThatNoRetryMendsIsTheCallers() throws Exception {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}";
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.send(400, "application/json", error))) {
            Lab lab = new Lab(provider.baseUrl());
            HttpResponse<String> answer = lab.limited.send(lab.message("bad"), BodyHandlers.ofString());
            assertEquals(400, answer.statusCode());
            assertEquals(error, answer.body());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @Test
    void aCancelledFutureEndsTheExchange() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            asked.countDown();
            ScriptedExchange.await(released);
        })) {
            Lab lab = new Lab(provider.baseUrl());
            CompletableFuture<HttpResponse<String>> answer =
                    lab.limited.sendAsync(lab.message("left"), BodyHandlers.ofString());
            ScriptedExchange.await(asked);
            assertTrue(answer.cancel(true));
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aDerivedFutureThatIsCancelledLeavesTheLine() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            ScriptedExchange.await(released);
            message(exchange);
        })) {
            Lab lab = new Lab(provider.baseUrl());
            lab.forebay.pool(Lab.MODEL, Limits.unknown().withConcurrency(1), Metering.AS_PRODUCED);
            CompletableFuture<HttpResponse<String>> first =
                    lab.limited.sendAsync(lab.message("first"), BodyHandlers.ofString());
            CompletableFuture<String> second = lab.limited
                    .sendAsync(lab.message("second"), BodyHandlers.ofString())
                    .thenApply(HttpResponse::body);
            assertEquals(1, lab.pool().snapshot().waiting());
            assertTrue(second.cancel(true));
            assertEquals(0, lab.pool().snapshot().waiting());
            released.countDown();
            assertEquals(200, first.get(20, TimeUnit.SECONDS).statusCode());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @Test
    void aFutureThatIsEndedFromOutsideLeavesTheLine() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            ScriptedExchange.await(released);
            message(exchange);
        })) {
            Lab lab = new Lab(provider.baseUrl());
            lab.forebay.pool(Lab.MODEL, Limits.unknown().withConcurrency(1), Metering.AS_PRODUCED);
            CompletableFuture<HttpResponse<String>> first =
                    lab.limited.sendAsync(lab.message("first"), BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> late =
                    lab.limited.sendAsync(lab.message("late"), BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> replaced =
                    lab.limited.sendAsync(lab.message("replaced"), BodyHandlers.ofString());
            assertEquals(2, lab.pool().snapshot().waiting());
            // As orTimeout and completeOnTimeout do it.
            assertTrue(late.completeExceptionally(new TimeoutException()));
            assertTrue(replaced.complete(null));
            assertEquals(0, lab.pool().snapshot().waiting());
            released.countDown();
            assertEquals(200, first.get(20, TimeUnit.SECONDS).statusCode());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @Test
    void aThreadThatIsInterruptedInLineLeavesIt() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(EndsTest::message)) {
            Lab lab = new Lab(provider.baseUrl());
            lab.forebay.pool(Lab.MODEL, Limits.parse("rpm=1,burst=60s"), Metering.AS_PRODUCED);
            assertEquals(
                    200,
                    lab.limited
                            .send(lab.message("one"), BodyHandlers.ofString())
                            .statusCode());
            FutureTask<InterruptedException> call = new FutureTask<>(() -> assertThrows(
                    InterruptedException.class, () -> lab.limited.send(lab.message("two"), BodyHandlers.ofString())));
            Thread thread = new Thread(call);
            thread.start();
            ForebayAssertions.awaitWaiting(lab.pool(), 1);
            thread.interrupt();
            assertInstanceOf(InterruptedException.class, call.get(20, TimeUnit.SECONDS));
            lab.nothingIsHeld();
        }
    }

    @Test
    void aHandlerThatThrowsOnAWholeAnswerHasUsedWhatItUsed() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(EndsTest::message)) {
            Lab lab = new Lab(provider.baseUrl());
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> lab.limited.send(lab.message("handler"), info -> {
                        throw new IllegalStateException("the handler's own");
                    }));
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    /** A body that is gone once it was read. */
    private static BodyPublisher onlyOnce(String body) {
        AtomicInteger asked = new AtomicInteger();
        BodyPublisher publisher = BodyPublishers.ofString(body);
        return BodyPublishers.fromPublisher(
                subscriber -> {
                    if (asked.incrementAndGet() > 1) {
                        throw new IllegalStateException("read twice");
                    }
                    publisher.subscribe(subscriber);
                },
                publisher.contentLength());
    }

    @Test
    void noConnectionInTimeMeansThatTheProviderIsNotThere() throws Exception {
        Lab lab = new Lab(URI.create("http://127.0.0.1:1"));
        HttpClient limited = ForebayHttp.wrap(new UnconnectedClient(), lab.forebay);
        FutureTask<PoolStoppedException> call = new FutureTask<>(() -> assertThrows(
                PoolStoppedException.class, () -> limited.send(lab.message("nobody"), BodyHandlers.ofString())));
        new Thread(call).start();
        assertEquals(Verdict.UNREACHABLE, lab.settled().verdict());
        lab.forebay.stop("over");
        assertInstanceOf(PoolStoppedException.class, call.get(20, TimeUnit.SECONDS));
        lab.nothingIsHeld();
    }

    private static final class UnconnectedClient extends ForwardingHttpClient {

        UnconnectedClient() {
            super(HttpClient.newHttpClient());
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
            throw new HttpConnectTimeoutException("not in time");
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> promises) {
            throw new UnsupportedOperationException();
        }
    }

    private static HttpRequest within(HttpRequest request, Duration timeout) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(timeout)
                .build();
    }

    private static void message(ScriptedExchange exchange) throws IOException {
        exchange.send(WireForm.ANTHROPIC.answer());
    }
}
