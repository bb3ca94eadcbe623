package dev.forebay.http;

import dev.forebay.pool.Attempt;
import dev.forebay.pool.Pool;
import dev.forebay.providers.client.AsynchronousExchange;
import dev.forebay.providers.http.Transport;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through its pool. Used once.
 *
 * @param <T> what the caller's handler makes of a body
 */
final class PooledCall<T> {

    private final HttpClient next;
    private final Pool pool;
    private final SizedRequest sized;
    private final BodyHandler<T> handler;

    PooledCall(HttpClient next, Pool pool, SizedRequest sized, BodyHandler<T> handler) {
        this.next = next;
        this.pool = pool;
        this.sized = sized;
        this.handler = handler;
    }

    HttpResponse<T> send() throws IOException, InterruptedException {
        try {
            return pool.call(sized.size().cost(), this::attempt).now();
        } catch (IOException | InterruptedException | RuntimeException thrown) {
            throw thrown;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private Answered<T> attempt(Attempt attempt) throws IOException, InterruptedException {
        try {
            return new Answered<>(next.send(sized.request(), arriving(attempt)));
        } catch (IOException failed) {
            attempt.settle(Transport.signalOf(failed));
            throw failed;
        }
    }

    CompletableFuture<Answered<T>> sendAsync(@Nullable PushPromiseHandler<T> promises) {
        return pool.callAsync(
                sized.size().cost(),
                attempt -> new AsynchronousExchange<HttpResponse<Arrived<T>>, Answered<T>>(
                                attempt, Answered::new, IOException.class::isInstance)
                        .of(exchange(attempt, promises)));
    }

    private CompletableFuture<HttpResponse<Arrived<T>>> exchange(
            Attempt attempt, @Nullable PushPromiseHandler<T> promises) {
        return promises == null
                ? next.sendAsync(sized.request(), arriving(attempt))
                : next.sendAsync(sized.request(), arriving(attempt), Arrived.promised(promises));
    }

    private BodyHandler<Arrived<T>> arriving(Attempt attempt) {
        return info -> Arrived.subscriber(sized.endpoint().provider(), attempt, handler, info);
    }
}
