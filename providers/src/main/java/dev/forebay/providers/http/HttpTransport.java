package dev.forebay.providers.http;

import dev.forebay.time.Clock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The transport on the JDK's {@link HttpClient}. Thread-safe; nothing blocks.
 *
 * <p>One deadline holds for headers and body together: the client's own timeout ends with the headers, and a body that
 * hangs would hang for ever. Nothing is sent twice: a connection that the server closed while it was idle fails the call,
 * as transient.
 *
 * <p>HTTP/1.1 by default, for two reasons. In clear text the client would ask for an upgrade that some servers answer
 * badly. And over TLS all calls to a host would share one HTTP/2 connection, whose limit of streams, often 100, no rate
 * limit tells us of.
 */
public final class HttpTransport implements Transport {

    /** How long a connection may take to be made unless told otherwise. */
    public static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    /** Above any answer of text: the longest that a model gives is a few megabytes. */
    public static final int ANSWER_BYTES_MAX_DEFAULT = 64 << 20;

    private final HttpClient client;
    private final Clock clock;
    private final Executor executor;
    private final int answerBytesMax;

    private HttpTransport(Builder builder) {
        clock = builder.clock;
        answerBytesMax = builder.answerBytesMax;
        HttpClient.Builder settings = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(builder.connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(SHARED_EXECUTOR);
        builder.clientSettings.accept(settings);
        client = settings.build();
        executor = client.executor().orElse(SHARED_EXECUTOR);
    }

    /** A transport with the defaults. */
    public static HttpTransport create(Clock clock) {
        return builder(clock).build();
    }

    /** A transport with settings of its own; the clock carries the deadlines. */
    public static Builder builder(Clock clock) {
        return new Builder(clock);
    }

    @Override
    public CompletableFuture<RawAnswer> send(RawRequest request, Consumer<RawHeaders> onHeaders) {
        Exchange exchange = new Exchange(clock, executor, answerBytesMax, onHeaders);
        HttpRequest.Builder wire = HttpRequest.newBuilder(request.uri());
        if (request.method().equals("GET")) {
            wire.GET();
        } else {
            wire.POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        }
        request.headers().forEach(wire::setHeader);
        return exchange.start(client, wire.build(), request.deadline());
    }

    /** Threads of the client: short tasks only, so a few live at a time; daemons, so that they keep no process alive. */
    private static final Executor SHARED_EXECUTOR = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forebay-http");
        thread.setDaemon(true);
        return thread;
    });

    /** Collects the settings of an {@link HttpTransport}; not thread-safe. */
    public static final class Builder {

        private final Clock clock;
        private Duration connectTimeout = CONNECT_TIMEOUT_DEFAULT;
        private int answerBytesMax = ANSWER_BYTES_MAX_DEFAULT;
        private Consumer<HttpClient.Builder> clientSettings = settings -> {};

        private Builder(Clock clock) {
            this.clock = clock;
        }

        /** More than zero. Default: {@link #CONNECT_TIMEOUT_DEFAULT}. */
        public Builder connectTimeout(Duration connectTimeout) {
            if (connectTimeout.isNegative() || connectTimeout.isZero()) {
                throw new IllegalArgumentException(
                        "connect timeout is " + connectTimeout + "; allowed: more than zero");
            }
            this.connectTimeout = connectTimeout;
            return this;
        }

        /** The longest body that is taken, 1 or more bytes. Default: {@link #ANSWER_BYTES_MAX_DEFAULT}. */
        public Builder answerBytesMax(int answerBytesMax) {
            if (answerBytesMax < 1) {
                throw new IllegalArgumentException(
                        "longest answer is " + answerBytesMax + " bytes; allowed: 1 or more");
            }
            this.answerBytesMax = answerBytesMax;
            return this;
        }

        /** Anything else of the client: proxy, TLS, version, executor. Runs once, in {@link #build}. Default: nothing. */
        public Builder client(Consumer<HttpClient.Builder> clientSettings) {
            this.clientSettings = clientSettings;
            return this;
        }

        /** The transport. */
        public HttpTransport build() {
            return new HttpTransport(this);
        }
    }
}
