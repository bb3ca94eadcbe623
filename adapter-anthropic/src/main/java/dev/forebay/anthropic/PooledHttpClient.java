package dev.forebay.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicRetryableException;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.AsynchronousExchange;
import dev.forebay.providers.client.MeteredEndpoint;
import dev.forebay.providers.client.MeteredRequest;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.client.SdkRetries;
import dev.forebay.providers.http.Transport;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The SDK's transport with a line before it. Thread-safe; {@link #execute} blocks, {@link #executeAsync} does not. */
final class PooledHttpClient implements HttpClient {

    private static final Provider ANTHROPIC = Provider.anthropic();

    private final HttpClient next;
    private final PoolsByModel pools;
    private final SdkRetries retries = new SdkRetries("dev.forebay.anthropic");

    PooledHttpClient(HttpClient next, PoolsByModel pools) {
        this.next = next;
        this.pools = pools;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        Optional<MeteredRequest> metered = metered(request);
        if (metered.isEmpty()) {
            return next.execute(request, options);
        }
        Pool pool = pools.poolOf(ANTHROPIC, metered.get().model());
        try {
            return pool.call(metered.get().cost(), attempt -> send(request, options, attempt));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException cause = new InterruptedIOException("interrupted while waiting in line");
            cause.initCause(interrupted);
            throw new AnthropicIoException("interrupted while waiting in line of pool " + pool.name(), cause);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private HttpResponse send(HttpRequest request, RequestOptions options, Attempt attempt) {
        try {
            return Answers.received(next.execute(request, options), attempt);
        } catch (RuntimeException failed) {
            // An interrupt ends the SDK's exchange as a failure of the connection would.
            if (isOnTheWay(failed) && !Thread.currentThread().isInterrupted()) {
                attempt.settle(Transport.signalOf(failed));
            }
            throw failed;
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        Optional<MeteredRequest> metered = metered(request);
        if (metered.isEmpty()) {
            return next.executeAsync(request, options);
        }
        return pools.poolOf(ANTHROPIC, metered.get().model())
                .callAsync(metered.get().cost(), attempt -> sendAsync(request, options, attempt));
    }

    private CompletableFuture<HttpResponse> sendAsync(HttpRequest request, RequestOptions options, Attempt attempt) {
        return new AsynchronousExchange<HttpResponse, HttpResponse>(
                        attempt, response -> Answers.received(response, attempt), PooledHttpClient::isOnTheWay)
                .of(next.executeAsync(request, options));
    }

    /** What failed on the way says something about the provider; any other exception is the caller's own affair. */
    private static boolean isOnTheWay(Throwable failure) {
        return failure instanceof AnthropicIoException || failure instanceof AnthropicRetryableException;
    }

    /** Bodies that can be written once only are uploads; those of metered endpoints are JSON. */
    private Optional<MeteredRequest> metered(HttpRequest request) {
        Optional<MeteredEndpoint> endpoint =
                MeteredEndpoint.of(ANTHROPIC, request.method().name(), request.pathSegments());
        endpoint.ifPresent(any -> retries.look(request.headers().values(SdkRetries.HEADER)));
        return endpoint.flatMap(metered -> RequestBodies.of(request)
                .filter(HttpRequestBody::repeatable)
                .map(body -> MeteredRequest.of(metered, bytes(body))));
    }

    private static byte[] bytes(HttpRequestBody body) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        body.writeTo(json);
        return json.toByteArray();
    }

    @Override
    public void close() {
        next.close();
    }
}
