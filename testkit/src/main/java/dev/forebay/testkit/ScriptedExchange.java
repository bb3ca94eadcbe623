package dev.forebay.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One request of a client and the answer that a {@link Script} makes to it. Confined to the one thread on which the script
 * runs; its methods block while they write, and throw {@link IOException} if the client has left.
 */
public final class ScriptedExchange {

    /** How long {@link #await} waits: longer than any machine pauses, shorter than a test may take. */
    public static final int PATIENCE_SECONDS = 20;

    private final HttpExchange exchange;
    private final ScriptedRequest request;

    ScriptedExchange(HttpExchange exchange, ScriptedRequest request) {
        this.exchange = exchange;
        this.request = request;
    }

    /** What the client asked. */
    public ScriptedRequest request() {
        return request;
    }

    /** Sets a header of the answer; to be called before anything is sent. */
    public ScriptedExchange header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    /** Sends a whole answer. */
    public void send(ScriptedAnswer answer) throws IOException {
        answer.headers().forEach(this::header);
        send(answer.status(), answer.contentType(), answer.body());
    }

    /**
     * Sends a whole answer, with a {@code request-id} as providers have it.
     *
     * @param status of HTTP, 200 to 599
     * @param contentType such as {@code application/json}
     */
    public void send(int status, String contentType, String body) throws IOException {
        send(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #send(int, String, String)}, with any bytes for a body, such as packed ones. */
    public void send(int status, String contentType, byte[] body) throws IOException {
        header("content-type", contentType);
        header("request-id", "req_1");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Sends a part of an answer, as {@link #send(int, String, String)} does, and cuts the connection before its end. */
    public void sendCut(int status, String contentType, String part) throws IOException {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        header("content-type", contentType);
        exchange.sendResponseHeaders(status, bytes.length + 1L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** Starts a stream of events: status 200, and the first of them. */
    public void startStream(String events) throws IOException {
        header("content-type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        write(events);
    }

    /** Sends more of a stream, at once. */
    public void write(String events) throws IOException {
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    /**
     * Blocks until the test opens the latch, at most {@value #PATIENCE_SECONDS} s: so a script holds an answer back, and a test
     * waits for a script.
     *
     * @throws AssertionError if nobody does
     */
    public static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody opened the latch within " + PATIENCE_SECONDS + " s");
        }
    }
}
