package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.forebay.Forebay;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is asked of the client besides calls is answered by the one that was given. */
class ForwardingTest {

    @Test
    void theSettings() {
        HttpClient plain = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(7))
                .followRedirects(Redirect.NORMAL)
                .proxy(ProxySelector.getDefault())
                .authenticator(new Authenticator() {})
                .version(Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        HttpClient limited = ForebayHttp.wrap(plain, Forebay.create());
        assertEquals(plain.cookieHandler(), limited.cookieHandler());
        assertEquals(plain.connectTimeout(), limited.connectTimeout());
        assertEquals(plain.followRedirects(), limited.followRedirects());
        assertEquals(plain.proxy(), limited.proxy());
        assertEquals(plain.authenticator(), limited.authenticator());
        assertEquals(plain.version(), limited.version());
        assertEquals(plain.executor(), limited.executor());
        assertSame(plain.sslContext(), limited.sslContext());
        assertEquals(
                plain.sslParameters().getProtocols().length,
                limited.sslParameters().getProtocols().length);
        assertSame(
                plain.newWebSocketBuilder().getClass(),
                limited.newWebSocketBuilder().getClass());
    }

    @Test
    void closing() throws Exception {
        CountingClient given = new CountingClient(HttpClient.newHttpClient());
        AutoCloseable limited = assertInstanceOf(AutoCloseable.class, ForebayHttp.wrap(given, Forebay.create()));
        limited.close();
        assertEquals(1, given.closed.get());
    }

    private static final class CountingClient extends ForwardingHttpClient {

        final AtomicInteger closed = new AtomicInteger();

        CountingClient(HttpClient next) {
            super(next);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
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
}
