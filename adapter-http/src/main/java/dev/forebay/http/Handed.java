package dev.forebay.http;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The answer as it came, with the body that the caller's handler made of it. Thread-safe as the body is.
 *
 * @param response as it came
 * @param body the caller's
 */
record Handed<T extends @Nullable Object>(HttpResponse<Arrived<T>> response, T body) implements HttpResponse<T> {

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpRequest request() {
        return response.request();
    }

    /** The JDK's client keeps no body of an answer that it did not hand on. */
    @Override
    @SuppressWarnings("NullAway")
    public Optional<HttpResponse<T>> previousResponse() {
        return response.previousResponse().map(earlier -> new Handed<>(earlier, null));
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public Version version() {
        return response.version();
    }

    @Override
    public String toString() {
        return response.toString();
    }
}
