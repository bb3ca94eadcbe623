package dev.forebay.langchain4j;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;

/**
 * Makes LangChain4j's models of Anthropic and OpenAI rate-limit-proof: their calls wait their turn in a pool, are sent once the
 * limits take them, and are made again where that is worth it. No call site changes.
 *
 * <pre>{@code
 * ChatModel claude = ForebayLangChain4j.configure(AnthropicChatModel.builder().apiKey(key).modelName(name), forebay).build();
 * }</pre>
 *
 * <p>{@link #configure} sets two things of the model's builder: its HTTP client goes through a pool, and its own retries are off,
 * since two loops of retries multiply. Who sets the HTTP client alone, by {@code httpClientBuilder(...)}, sets
 * {@code maxRetries(0)} himself; that it was forgotten is noticed at the first call that is made twice, and warned of once.
 *
 * <p>Underneath is LangChain4j's own client on the JDK's: requests, answers, errors and timeouts are its own, unchanged. Waiting in
 * line counts against no timeout of the model: that starts with the sending, anew for each attempt. Streams are passed on as
 * they come, and cancelling one by its handle gives its permits back. What is metered apart, such as batches, images and audio,
 * is let through untouched, and so is what speaks neither Anthropic's form nor OpenAI's.
 *
 * <p>What a call throws beyond LangChain4j's own exceptions, or hands to {@code onError} as their cause:
 * {@link dev.forebay.pool.PoolStoppedException} if the pool stopped, {@link dev.forebay.pool.ImpossibleException} if the call can
 * never fit. A thread that is interrupted while it waits keeps its interrupt and gets a {@link RuntimeException}, as from
 * LangChain4j.
 *
 * <p>Thread-safe; nothing here blocks, and the calls of a model block as they did before, and while they wait.
 */
public final class ForebayLangChain4j {

    /** The builders of models do not show where they send to. */
    private static final String UNKNOWN_URL = "";

    private final ForebayHttp http;
    private final PoolsByModel pools;

    ForebayLangChain4j(ForebayHttp http, PoolsByModel pools) {
        this.http = http;
        this.pools = pools;
    }

    /**
     * The builder of a model, with its HTTP client through a pool and its own retries off.
     *
     * @param modelBuilder as from {@code OpenAiChatModel.builder()}; an HTTP client that was set there is replaced
     * @return the same builder
     * @throws IllegalArgumentException if it takes no HTTP client, keeps its retries, speaks neither Anthropic's form nor OpenAI's,
     *     or if the pool that was chosen is another provider's
     */
    public static <B> B configure(B modelBuilder, Forebay forebay) {
        return builder(forebay).build().configure(modelBuilder);
    }

    /** For {@code httpClientBuilder(...)} of a model's builder; set {@code maxRetries(0)} there too. */
    public static HttpClientBuilder httpClientBuilder(Forebay forebay) {
        return builder(forebay).build().httpClientBuilder();
    }

    /** Starts an adapter with settings of its own. */
    public static ForebayLangChain4jBuilder builder(Forebay forebay) {
        return new ForebayLangChain4jBuilder(forebay);
    }

    /** As {@link #configure(Object, Forebay)}, with the settings of this adapter. */
    public <B> B configure(B modelBuilder) {
        if (ModelBuilders.isOfAnthropic(modelBuilder)) {
            pools.refuseForeign(Provider.anthropic(), UNKNOWN_URL);
        }
        return ModelBuilders.configure(modelBuilder, httpClientBuilder());
    }

    /** As {@link #httpClientBuilder(Forebay)}, with the settings of this adapter. */
    public HttpClientBuilder httpClientBuilder() {
        return httpClientBuilder(JdkHttpClient.builder());
    }

    /**
     * As {@link #httpClientBuilder()}, over a client with a proxy, TLS or executor of your own.
     *
     * @param given is asked for the client when a model is built; models that get it without us stay as they are
     */
    public HttpClientBuilder httpClientBuilder(JdkHttpClientBuilder given) {
        return new PooledHttpClientBuilder(given, http);
    }
}
