package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.Forebay;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the caller has on its thread is there where the JDK's client is asked to send. */
@Timeout(60)
class ContextTest {

    private static final ThreadLocal<Optional<String>> CALLER = ThreadLocal.withInitial(Optional::empty);

    private final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    private final ScriptedProvider provider =
            ScriptedProvider.start(exchange -> exchange.send(WireForm.ANTHROPIC.answer()));
    private final Lab lab = new Lab(provider.baseUrl());

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

    private HttpClient limited(UnaryOperator<Runnable> context) {
        HttpClient seeing = HttpClient.newBuilder().proxy(new Seeing(seen)).build();
        return ForebayHttp.wrap(seeing, Forebay.builder().context(context).build());
    }

    @Test
    void ofCallsThatBlock() throws Exception {
        CALLER.set(Optional.of("caller"));
        assertEquals(
                200,
                limited(UnaryOperator.identity())
                        .send(lab.message("hello"), BodyHandlers.ofString())
                        .statusCode());
        assertEquals(List.of(Optional.of("caller")), seen);
    }

    @Test
    void ofCallsThatDoNot() throws Exception {
        CALLER.set(Optional.of("caller"));
        assertEquals(Optional.of("caller"), seenByAsync(limited(ContextTest::carried)));
        assertEquals(Optional.empty(), seenByAsync(limited(UnaryOperator.identity())));
    }

    private Optional<String> seenByAsync(HttpClient client) throws Exception {
        seen.clear();
        assertEquals(
                200,
                client.sendAsync(lab.message("hello"), BodyHandlers.ofString())
                        .get(20, TimeUnit.SECONDS)
                        .statusCode());
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
