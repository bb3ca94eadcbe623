package dev.forebay.providers.http;

import dev.forebay.signal.Signal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends one request and gives the whole answer, whatever its status.
 *
 * <p>A seam: {@link HttpTransport} is the real one, another may answer in virtual time. Implementations are thread-safe;
 * nothing here blocks.
 */
@FunctionalInterface
public interface Transport {

    /**
     * Sends the request, once.
     *
     * @param onHeaders called at most once, with status and headers as soon as they are there, before the future
     *     completes; what it throws is ignored
     * @return completes with the answer, or exceptionally with what {@link #signalOf} reads; cancelling it ends the
     *     exchange
     */
    CompletableFuture<RawAnswer> send(RawRequest request, Consumer<RawHeaders> onHeaders);

    /**
     * What it means that an exchange failed: unreachable when no connection was made, cancelled when the caller gave up,
     * else transient. Total: any throwable gives a signal.
     */
    static Signal signalOf(Throwable failure) {
        return FailureReader.signalOf(failure);
    }
}
