package dev.forebay.http;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** What a decorated client has besides its calls: all of it is the other client's. Thread-safe as that client is. */
abstract class ForwardingHttpClient extends HttpClient implements AutoCloseable {

    final HttpClient next;

    ForwardingHttpClient(HttpClient next) {
        this.next = next;
    }

    @Override
    public final Optional<CookieHandler> cookieHandler() {
        return next.cookieHandler();
    }

    @Override
    public final Optional<Duration> connectTimeout() {
        return next.connectTimeout();
    }

    @Override
    public final Redirect followRedirects() {
        return next.followRedirects();
    }

    @Override
    public final Optional<ProxySelector> proxy() {
        return next.proxy();
    }

    @Override
    public final SSLContext sslContext() {
        return next.sslContext();
    }

    @Override
    public final SSLParameters sslParameters() {
        return next.sslParameters();
    }

    @Override
    public final Optional<Authenticator> authenticator() {
        return next.authenticator();
    }

    @Override
    public final Version version() {
        return next.version();
    }

    @Override
    public final Optional<Executor> executor() {
        return next.executor();
    }

    @Override
    public final WebSocket.Builder newWebSocketBuilder() {
        return next.newWebSocketBuilder();
    }

    /** That of JDK 21 and later too, which the one that we compile for does not know. */
    @Override
    public void close() {
        if (next instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (RuntimeException thrown) {
                throw thrown;
            } catch (Exception undeclared) {
                throw new IllegalStateException(undeclared);
            }
        }
    }

    @Override
    public final String toString() {
        return "Forebay[" + next + "]";
    }
}
