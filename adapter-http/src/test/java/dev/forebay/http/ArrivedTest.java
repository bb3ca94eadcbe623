package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Snapshot;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What arrives by ways that no provider takes, or for nobody. */
class ArrivedTest {

    @Test
    void aPromiseOfTheServersReachesTheCallersHandler() throws Exception {
        CompletableFuture<HttpResponse<String>> accepted = new CompletableFuture<>();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1")).build();
        Arrived.<String>promised((initiating, promised, acceptor) ->
                        acceptor.apply(BodyHandlers.ofString()).thenAccept(accepted::complete))
                .applyPushPromise(request, request, ArrivedTest::pushed);
        assertEquals("pushed", accepted.get(20, TimeUnit.SECONDS).body());
    }

    @Test
    void aStreamThatComesTooLateForItsCallerIsEnded() {
        Stream stream = new Stream();
        LateClient late = new LateClient(stream);
        Forebay forebay = Forebay.create();
        // A pool whose steps run here, so that the order below is the order.
        forebay.pool("claude-haiku-4-5", pool -> pool.executor(Runnable::run));
        CompletableFuture<HttpResponse<InputStream>> answer = ForebayHttp.wrap(late, forebay)
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/v1/messages"))
                                .POST(BodyPublishers.ofString(Lab.body("late")))
                                .build(),
                        BodyHandlers.ofInputStream());
        assertFalse(stream.cancelled);
        assertTrue(answer.cancel(true));
        assertTrue(late.askedToCancel);
        late.answer();
        assertTrue(stream.cancelled);
        Snapshot snapshot = forebay.pool("claude-haiku-4-5").snapshot();
        assertEquals(0, snapshot.inFlight());
        snapshot.meters().forEach(meter -> assertEquals(0, meter.reserved()));
    }

    /** A stream that is on its way, whoever wants it or not. */
    private static final class Stream implements Flow.Subscription {

        boolean cancelled;

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Has its answer's headers at once, and cannot be cancelled. */
    private static final class LateClient extends ForwardingHttpClient {

        private final Stream stream;
        private Runnable answering = () -> {};
        private boolean askedToCancel;

        LateClient(Stream stream) {
            super(HttpClient.newHttpClient());
            this.stream = stream;
        }

        void answer() {
            answering.run();
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
            CompletableFuture<HttpResponse<T>> sent = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    askedToCancel = true;
                    return false;
                }
            };
            BodySubscriber<T> subscriber = handler.apply(new Info("text/event-stream"));
            subscriber.onSubscribe(stream);
            T body = subscriber.getBody().toCompletableFuture().join();
            answering = () -> sent.complete(Lab.answered(body));
            return sent;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> promises) {
            throw new UnsupportedOperationException();
        }
    }

    private static CompletableFuture<HttpResponse<Arrived<String>>> pushed(BodyHandler<Arrived<String>> handler) {
        BodySubscriber<Arrived<String>> subscriber = handler.apply(new Info("text/plain"));
        BodyPublishers.ofString("pushed").subscribe(new Buffers(subscriber));
        return subscriber.getBody().thenApply(Lab::answered).toCompletableFuture();
    }

    private record Info(String type) implements ResponseInfo {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("content-type", List.of(type)), (name, value) -> true);
        }

        @Override
        public Version version() {
            return Version.HTTP_2;
        }
    }
}
