package dev.forebay.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A provider on a free port of the loopback interface that says what a test tells it, and when. It has no limits: for those
 * there is {@link dev.forebay.simulator.http.SimulatorServer}.
 *
 * <p>Thread-safe; {@link #close} waits for nothing. Each request has a thread of its own.
 */
public final class ScriptedProvider implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(ScriptedProvider::thread);
    private final Script script;
    private final List<ScriptedRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private ScriptedProvider(Script script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Starts a provider that gives every request to a script.
     *
     * @throws IOException if no port can be opened
     */
    public static ScriptedProvider start(Script script) throws IOException {
        return new ScriptedProvider(script);
    }

    /**
     * Starts a provider that gives these answers, one to each request, in this order. To a request beyond the last it says 400,
     * which nobody tries again, and {@link #close} fails.
     *
     * @throws IOException if no port can be opened
     */
    public static ScriptedProvider answering(ScriptedAnswer... answers) throws IOException {
        List<ScriptedAnswer> inOrder = List.of(answers);
        AtomicInteger asked = new AtomicInteger();
        return start(exchange -> {
            int number = asked.getAndIncrement();
            if (number < inOrder.size()) {
                exchange.send(inOrder.get(number));
            } else {
                String over = "the script has " + inOrder.size() + " answers, and this is request " + (number + 1);
                exchange.send(WireForm.ANTHROPIC.error(400, "invalid_request_error", over));
                throw new AssertionError(over);
            }
        });
    }

    /** The address to which the paths of the provider are added, such as {@code http://127.0.0.1:9000}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The requests that came so far, in their order. */
    public List<ScriptedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The paths of the requests that came so far, such as {@code /v1/messages}. */
    public List<String> paths() {
        return requests.stream().map(ScriptedRequest::path).toList();
    }

    /** The bodies of the requests that came so far. */
    public List<String> bodies() {
        return requests.stream().map(ScriptedRequest::body).toList();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            ScriptedRequest request = new ScriptedRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            script.answer(new ScriptedExchange(exchange, request));
        } catch (IOException clientHasLeft) {
            // Timeouts and cancelled calls are what such tests are about.
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            failure.compareAndSet(null, failed);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-provider");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Closes the port and all connections, and interrupts the scripts that still run.
     *
     * @throws AssertionError if a script has failed, or was asked for more answers than it has: on its own thread nobody would
     *     have noticed
     */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a script failed: " + failed.getMessage(), failed);
        }
    }
}
