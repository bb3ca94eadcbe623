package dev.forebay.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The answer of an attempt; the last one is handed over, one that came too late for its caller is closed. Thread-safe.
 *
 * @param response as it came
 */
record Answered<T>(HttpResponse<Arrived<T>> response) implements AutoCloseable {

    /** Hands the body over. */
    CompletableFuture<HttpResponse<T>> handed() {
        return response.body()
                .handed()
                .<HttpResponse<T>>thenApply(body -> new Handed<>(response, body))
                .toCompletableFuture();
    }

    /** The same, if the caller still wants it. */
    void handTo(CancellableFuture<HttpResponse<T>> caller) {
        caller.follow(handed(), handed -> {
            if (!caller.complete(handed)) {
                close();
            }
        });
    }

    /** The same, blocking until the handler has its body; what it failed with is thrown as the JDK's client would. */
    HttpResponse<T> now() throws IOException, InterruptedException {
        try {
            return handed().get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw cause instanceof IOException broken ? broken : new IOException(cause.getMessage(), cause);
        } catch (RuntimeException thrown) {
            throw new IOException(thrown.getMessage(), thrown);
        }
    }

    /** Ends a stream that nobody reads. */
    @Override
    public void close() {
        response.body().close();
    }
}
