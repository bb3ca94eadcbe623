package dev.forebay.langchain4j;

import dev.forebay.http.ForebayHttp;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's builder of its client on the JDK's, with a line between the two. Not thread-safe, as the one below it.
 *
 * <p>The line stands below LangChain4j's client, not above: what a failure's headers say never reaches the code above it. And
 * whatever ways of sending a later LangChain4j adds to its client, they go through the JDK's, and so through the line.
 */
final class PooledHttpClientBuilder implements HttpClientBuilder {

    private final JdkHttpClientBuilder given;
    private final ForebayHttp http;
    private final RepeatedCalls repeated = new RepeatedCalls();

    PooledHttpClientBuilder(JdkHttpClientBuilder given, ForebayHttp http) {
        this.given = given;
        this.http = http;
    }

    @Override
    public @Nullable Duration connectTimeout() {
        return given.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        given.connectTimeout(timeout);
        return this;
    }

    @Override
    public @Nullable Duration readTimeout() {
        return given.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        given.readTimeout(timeout);
        return this;
    }

    @Override
    public HttpClient build() {
        java.net.http.HttpClient.@Nullable Builder own = given.httpClientBuilder();
        given.httpClientBuilder(new PooledJdkBuilder(own == null ? java.net.http.HttpClient.newBuilder() : own, http));
        try {
            return new NoticingHttpClient(given, repeated);
        } finally {
            given.httpClientBuilder(own);
        }
    }
}
