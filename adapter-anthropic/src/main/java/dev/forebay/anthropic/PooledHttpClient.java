package dev.forebay.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicRetryableException;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Pool;
import dev.forebay.providers.http.Transport;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The SDK's transport with a line before it. Thread-safe; {@link #execute} blocks, {@link #executeAsync} does not. */
final class PooledHttpClient implements HttpClient {

    private static final System.Logger LOG = System.getLogger("dev.forebay.anthropic");

    /** The SDK counts its own retries here. */
    private static final String RETRY_COUNT = "x-stainless-retry-count";

    private final HttpClient next;
    private final Pools pools;
    private final AtomicBoolean warned = new AtomicBoolean();

    PooledHttpClient(HttpClient next, Pools pools) {
        this.next = next;
        this.pools = pools;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        Optional<MeteredRequest> metered = MeteredRequest.of(request);
        if (metered.isEmpty()) {
            return next.execute(request, options);
        }
        warnOfRetries(request);
        Pool pool = pools.poolOf(metered.get().model());
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
            if (!Thread.currentThread().isInterrupted()) {
                settleFailure(attempt, failed);
            }
            throw failed;
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        Optional<MeteredRequest> metered = MeteredRequest.of(request);
        if (metered.isEmpty()) {
            return next.executeAsync(request, options);
        }
        warnOfRetries(request);
        return pools.poolOf(metered.get().model())
                .callAsync(metered.get().cost(), attempt -> sendAsync(request, options, attempt));
    }

    // The stages that are let go lead to the answer, which the pool looks at.
    @SuppressWarnings("FutureReturnValueIgnored")
    private CompletableFuture<HttpResponse> sendAsync(HttpRequest request, RequestOptions options, Attempt attempt) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse> sent = next.executeAsync(request, options);
        // A future that was derived from another does not pass its cancelling on.
        answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        sent.whenComplete((response, failure) -> received(response, failure, attempt, answer));
        return answer;
    }

    private static void received(
            @Nullable HttpResponse response,
            @Nullable Throwable failure,
            Attempt attempt,
            CompletableFuture<HttpResponse> answer) {
        try {
            if (response == null) {
                throw failure == null ? new IllegalStateException("neither answer nor failure") : failure;
            }
            HttpResponse read = Answers.received(response, attempt);
            if (!answer.complete(read)) {
                read.close();
            }
        } catch (Throwable thrown) {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            settleFailure(attempt, cause);
            answer.completeExceptionally(cause);
        }
    }

    /** What failed on the way says something about the provider; any other exception is the caller's own affair. */
    private static void settleFailure(Attempt attempt, Throwable failure) {
        if (failure instanceof AnthropicIoException || failure instanceof AnthropicRetryableException) {
            attempt.settle(Transport.signalOf(failure));
        }
    }

    private void warnOfRetries(HttpRequest request) {
        boolean again = request.headers().values(RETRY_COUNT).stream().anyMatch(count -> !count.equals("0"));
        if (again && warned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the SDK has made a call again that had come back through its pool: somebody set maxRetries on a"
                            + " wrapped client. Retries multiply; leave it at 0");
        }
    }

    @Override
    public void close() {
        next.close();
    }
}
