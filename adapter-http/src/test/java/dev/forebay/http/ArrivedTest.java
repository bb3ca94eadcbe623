package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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

    private static CompletableFuture<HttpResponse<Arrived<String>>> pushed(BodyHandler<Arrived<String>> handler) {
        BodySubscriber<Arrived<String>> subscriber = handler.apply(new Info());
        BodyPublishers.ofString("pushed").subscribe(new Buffers(subscriber));
        return subscriber
                .getBody()
                .<HttpResponse<Arrived<String>>>thenApply(body -> new Handed<>(null, body))
                .toCompletableFuture();
    }

    private record Info() implements ResponseInfo {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public Version version() {
            return Version.HTTP_2;
        }
    }
}
