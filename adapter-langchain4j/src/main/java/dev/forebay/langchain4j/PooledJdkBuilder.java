package dev.forebay.langchain4j;

import dev.forebay.http.ForebayHttp;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A builder of the JDK's whose clients go through a pool. Not thread-safe, as the one below it. */
final class PooledJdkBuilder implements HttpClient.Builder {

    private final HttpClient.Builder given;
    private final ForebayHttp http;

    PooledJdkBuilder(HttpClient.Builder given, ForebayHttp http) {
        this.given = given;
        this.http = http;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
        given.cookieHandler(cookieHandler);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
        given.connectTimeout(duration);
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
        given.sslContext(sslContext);
        return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
        given.sslParameters(sslParameters);
        return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
        given.executor(executor);
        return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
        given.followRedirects(policy);
        return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
        given.version(version);
        return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
        given.priority(priority);
        return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
        given.proxy(proxySelector);
        return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
        given.authenticator(authenticator);
        return this;
    }

    @Override
    public HttpClient build() {
        return http.wrap(given.build());
    }
}
