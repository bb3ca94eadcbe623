package dev.forebay.http;

import dev.forebay.providers.client.MeteredEndpoint;
import dev.forebay.providers.client.PoolsByModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The JDK's client with a line before it. Thread-safe; {@link #send} blocks, {@link #sendAsync} does not. */
final class PooledHttpClient extends ForwardingHttpClient {

    private final PoolsByModel pools;

    PooledHttpClient(HttpClient next, PoolsByModel pools) {
        super(next);
        this.pools = pools;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Optional<MeteredEndpoint> endpoint = Endpoints.of(request);
        if (endpoint.isEmpty()) {
            return next.send(request, handler);
        }
        SizedRequest sized;
        try {
            sized = SizedRequest.of(endpoint.get(), request).get();
        } catch (ExecutionException impossible) {
            throw new IOException(impossible);
        }
        return sized.isMetered() ? call(sized, handler).send() : next.send(sized.request(), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> promises) {
        Optional<MeteredEndpoint> endpoint = Endpoints.of(request);
        if (endpoint.isEmpty()) {
            return pass(request, handler, promises);
        }
        CancellableFuture<HttpResponse<T>> result = new CancellableFuture<>();
        result.follow(SizedRequest.of(endpoint.get(), request), sized -> {
            if (sized.isMetered()) {
                result.follow(call(sized, handler).sendAsync(promises), answered -> answered.handTo(result));
            } else {
                result.follow(pass(sized.request(), handler, promises), result::complete);
            }
        });
        return result;
    }

    private <T> CompletableFuture<HttpResponse<T>> pass(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> promises) {
        return promises == null ? next.sendAsync(request, handler) : next.sendAsync(request, handler, promises);
    }

    private <T> PooledCall<T> call(SizedRequest sized, BodyHandler<T> handler) {
        return new PooledCall<>(
                next,
                pools.at(sized.request().uri().toString())
                        .poolOf(sized.endpoint().provider(), sized.size().model()),
                sized,
                Objects.requireNonNull(handler));
    }
}
