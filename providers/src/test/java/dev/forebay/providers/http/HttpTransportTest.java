package dev.forebay.providers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import dev.forebay.time.ManualClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTransportTest {

    private static final String SECRET = "sk-test-0123456789";

    private final ManualClock clock = new ManualClock();
    private final HttpTransport transport = HttpTransport.create(clock);

    @Test
    void givesStatusHeadersAndBody() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                c -> c.write("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\ncontent-length: 5\r\n\r\nhello"))) {
            RawAnswer answer = get(send(server.uri()));
            assertEquals(429, answer.status());
            assertEquals("7", answer.headers().first("retry-after").orElseThrow());
            assertEquals("hello", text(answer));
            assertEquals(clock.instant(), answer.head().receivedAt());
            String request = server.awaitRequest();
            assertTrue(request.startsWith("POST /v1/messages HTTP/1.1\r\n"), request);
            assertTrue(request.contains("x-api-key: " + SECRET), request);
            assertTrue(request.endsWith("{\"a\":1}"), request);
            assertFalse(request.toLowerCase(Locale.ROOT).contains("upgrade"), request);
            assertEquals(0, clock.pendingAlarms(), "the deadline's alarm outlives the call");
        }
    }

    @Test
    void reportsHeadersBeforeTheBodyIsThere() throws Exception {
        CountDownLatch headersSeen = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(c -> {
            c.write("HTTP/1.1 200 OK\r\nx: 1\r\ncontent-length: 4\r\n\r\nab");
            assertTrue(headersSeen.await(20, TimeUnit.SECONDS));
            c.write("cd");
        })) {
            CompletableFuture<RawAnswer> answer =
                    transport.send(request(server.uri()).build(), head -> headersSeen.countDown());
            assertEquals("abcd", text(get(answer)));
        }
    }

    @Test
    void aListenerThatThrowsLosesNothing() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(c -> c.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"))) {
            CompletableFuture<RawAnswer> answer =
                    transport.send(request(server.uri()).build(), head -> {
                        throw new IllegalStateException("a fault of the listener");
                    });
            assertEquals("ok", text(get(answer)));
        }
    }

    @Test
    void theDeadlineEndsAServerThatSaysNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::awaitEnd)) {
            CompletableFuture<RawAnswer> answer = send(server.uri());
            server.awaitRequest();
            clock.advance(Duration.ofSeconds(29));
            assertFalse(answer.isDone());
            clock.advance(Duration.ofSeconds(1));
            Signal signal = failure(answer);
            assertEquals(Verdict.TRANSIENT, signal.verdict());
            assertEquals("no complete answer within 30.0 s", signal.message());
            server.awaitEnd();
        }
    }

    @Test
    void theDeadlineEndsABodyThatHangs() throws Exception {
        CountDownLatch headersSeen = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(c -> {
            c.write("HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\nab");
            c.awaitEnd();
        })) {
            CompletableFuture<RawAnswer> answer =
                    transport.send(request(server.uri()).build(), head -> headersSeen.countDown());
            assertTrue(headersSeen.await(20, TimeUnit.SECONDS));
            clock.advance(Duration.ofSeconds(30));
            assertEquals(Verdict.TRANSIENT, failure(answer).verdict());
            server.awaitEnd();
        }
    }

    @Test
    void theDeadlineEndsABodyThatTrickles() throws Exception {
        CountDownLatch headersSeen = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(c -> {
            c.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            while (true) {
                c.write("1\r\nx\r\n");
                Thread.onSpinWait();
            }
        })) {
            CompletableFuture<RawAnswer> answer =
                    transport.send(request(server.uri()).build(), head -> headersSeen.countDown());
            assertTrue(headersSeen.await(20, TimeUnit.SECONDS));
            clock.advance(Duration.ofSeconds(30));
            assertEquals(Verdict.TRANSIENT, failure(answer).verdict());
            server.awaitEnd();
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::awaitEnd)) {
            CompletableFuture<RawAnswer> answer = send(server.uri());
            server.awaitRequest();
            assertTrue(answer.cancel(true));
            server.awaitEnd();
            assertEquals(0, clock.pendingAlarms());
        }
    }

    @Test
    void cancellingInTheBodyClosesTheConnection() throws Exception {
        CountDownLatch headersSeen = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(c -> {
            c.write("HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\nab");
            c.awaitEnd();
        })) {
            CompletableFuture<RawAnswer> answer =
                    transport.send(request(server.uri()).build(), head -> headersSeen.countDown());
            assertTrue(headersSeen.await(20, TimeUnit.SECONDS));
            answer.cancel(false);
            server.awaitEnd();
        }
    }

    @Test
    void aBodyThatEndsEarlyIsTransient() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(c -> c.write("HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\nab"))) {
            assertEquals(Verdict.TRANSIENT, failure(send(server.uri())).verdict());
        }
    }

    @Test
    void chunksThatEndEarlyAreTransient() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                c -> c.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"))) {
            assertEquals(Verdict.TRANSIENT, failure(send(server.uri())).verdict());
        }
    }

    @Test
    void aResetIsTransient() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::reset)) {
            Signal signal = failure(send(server.uri()));
            assertEquals(Verdict.TRANSIENT, signal.verdict());
            assertFalse(signal.message().isEmpty());
        }
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsTransientAndNotSentAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(c -> {})) {
            assertEquals(Verdict.TRANSIENT, failure(send(server.uri())).verdict());
            server.awaitRequest();
            server.awaitEnd();
            assertTrue(server.requests.isEmpty(), "the client sent a POST twice");
        }
    }

    @Test
    void aPooledConnectionThatTheServerClosedIsTransientOrReplaced() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(c -> c.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"))) {
            for (int call = 0; call < 20; call++) {
                Signal.Builder seen = Signal.builder(Verdict.SUCCEEDED);
                Signal signal = send(server.uri())
                        .handle((answer, failure) -> failure == null ? seen.build() : Transport.signalOf(failure))
                        .get(20, TimeUnit.SECONDS);
                assertTrue(
                        signal.verdict() == Verdict.SUCCEEDED || signal.verdict() == Verdict.TRANSIENT,
                        () -> signal.toString());
            }
        }
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Signal signal = failure(send(URI.create("http://127.0.0.1:" + port + "/v1/messages")));
        assertEquals(Verdict.UNREACHABLE, signal.verdict());
    }

    @Test
    void anUnknownHostIsUnreachable() {
        Signal signal = failure(send(URI.create("http://nowhere.invalid/v1/messages")));
        assertEquals(Verdict.UNREACHABLE, signal.verdict());
        assertEquals("the host's name is unknown", signal.message());
    }

    @Test
    void whatIsNoHttpIsTransient() throws Exception {
        try (ScriptedServer server = new ScriptedServer(c -> c.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
            assertEquals(Verdict.TRANSIENT, failure(send(server.uri())).verdict());
        }
    }

    @Test
    void anAnswerThatIsTooLongIsInvalid() throws Exception {
        HttpTransport small =
                HttpTransport.builder(clock).answerBytesMax(10_000).build();
        try (ScriptedServer server = new ScriptedServer(c -> {
            c.write("HTTP/1.1 200 OK\r\ncontent-length: 10001\r\n\r\n" + "x".repeat(10_001));
            c.awaitEnd();
        })) {
            Signal signal = failure(small.send(request(server.uri()).build(), head -> {}));
            assertEquals(Verdict.INVALID, signal.verdict());
            assertEquals("the answer is longer than 10000 bytes", signal.message());
            server.awaitEnd();
        }
    }

    @Test
    void anAnswerOfExactlyTheLongestIsTaken() throws Exception {
        HttpTransport small =
                HttpTransport.builder(clock).answerBytesMax(10_000).build();
        try (ScriptedServer server = new ScriptedServer(
                c -> c.write("HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n" + "x".repeat(10_000)))) {
            RawAnswer answer = get(small.send(request(server.uri()).build(), head -> {}));
            assertEquals(10_000, answer.body().length);
        }
    }

    @Test
    void noKeyInAnyText() throws Exception {
        RawRequest request = request(URI.create("http://127.0.0.1:9/v1/messages?key=" + SECRET))
                .build();
        assertFalse(request.toString().contains(SECRET), request.toString());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> request(request.uri()).header("x-api-key", SECRET + "\nx: y"));
        assertFalse(refused.toString().contains(SECRET), refused.toString());
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::reset)) {
            CompletableFuture<RawAnswer> answer = send(server.uri());
            ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains(SECRET), trace.toString());
        }
    }

    @Test
    void refusesWhatTheClientSetsItself() {
        assertThrows(
                IllegalArgumentException.class,
                () -> request(URI.create("http://127.0.0.1/")).header("Content-Length", "5"));
        assertThrows(
                IllegalArgumentException.class,
                () -> request(URI.create("http://127.0.0.1/")).deadline(Duration.ZERO));
    }

    @Test
    void runsOnTheSystemClockToo() throws Exception {
        HttpTransport real = HttpTransport.builder(Clock.system())
                .connectTimeout(Duration.ofSeconds(5))
                .client(settings -> settings.priority(1))
                .build();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::awaitEnd)) {
            RawRequest request =
                    request(server.uri()).deadline(Duration.ofMillis(50)).build();
            assertEquals(
                    Verdict.TRANSIENT, failure(real.send(request, head -> {})).verdict());
            server.awaitEnd();
        }
    }

    private CompletableFuture<RawAnswer> send(URI uri) {
        return transport.send(request(uri).build(), head -> {});
    }

    private static RawRequest.Builder request(URI uri) {
        return RawRequest.post(uri, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .header("x-api-key", SECRET)
                .deadline(Duration.ofSeconds(30));
    }

    private static RawAnswer get(CompletableFuture<RawAnswer> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static Signal failure(CompletableFuture<RawAnswer> answer) {
        Throwable failure = assertThrows(Exception.class, () -> answer.get(20, TimeUnit.SECONDS));
        return Transport.signalOf(failure);
    }

    private static String text(RawAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
