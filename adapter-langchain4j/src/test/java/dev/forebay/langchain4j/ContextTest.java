package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.Forebay;
import dev.forebay.testkit.ScriptedProvider;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the caller has on its thread is there where a stream is asked for; a call that blocks stays on its thread anyway. */
@Timeout(60)
class ContextTest {

    private static final ThreadLocal<Optional<String>> CALLER = ThreadLocal.withInitial(Optional::empty);

    private final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    private final ScriptedProvider provider =
            ScriptedProvider.start(exchange -> exchange.send(Form.ANTHROPIC.wire.stream()));

    ContextTest() throws Exception {}

    @AfterEach
    void close() {
        CALLER.remove();
        provider.close();
    }

    /** As a library of contexts does it. */
    private static Runnable carried(Runnable task) {
        Optional<String> captured = CALLER.get();
        return () -> {
            Optional<String> before = CALLER.get();
            CALLER.set(captured);
            try {
                task.run();
            } finally {
                CALLER.set(before);
            }
        };
    }

    @Test
    void ofStreams() throws Exception {
        CALLER.set(Optional.of("caller"));
        assertEquals(Optional.of("caller"), seenByStream(ContextTest::carried));
        assertEquals(Optional.empty(), seenByStream(UnaryOperator.identity()));
    }

    private Optional<String> seenByStream(UnaryOperator<Runnable> context) throws Exception {
        seen.clear();
        ForebayLangChain4j adapter = ForebayLangChain4j.builder(
                        Forebay.builder().context(context).build())
                .build();
        Heard heard = new Heard();
        Form.ANTHROPIC
                .streaming(
                        adapter.httpClientBuilder(JdkHttpClient.builder()
                                .httpClientBuilder(HttpClient.newBuilder().proxy(new Seeing(seen)))),
                        provider.baseUrl(),
                        Duration.ofSeconds(30))
                .chat("hello", heard);
        assertEquals(
                "one two", heard.answer.get(20, TimeUnit.SECONDS).aiMessage().text());
        assertEquals(1, seen.size());
        return seen.get(0);
    }

    /** No proxy; the JDK's client asks for one on the thread on which it is asked to send. */
    private static final class Seeing extends ProxySelector {

        private final List<Optional<String>> seen;

        Seeing(List<Optional<String>> seen) {
            this.seen = seen;
        }

        @Override
        public List<Proxy> select(URI uri) {
            seen.add(CALLER.get());
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
