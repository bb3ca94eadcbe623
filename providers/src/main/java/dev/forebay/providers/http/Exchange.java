package dev.forebay.providers.http;

import dev.forebay.time.Clock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the transport: whichever of answer, failure, deadline and cancel comes first ends it. */
final class Exchange {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Clock clock;
    private final Executor executor;
    private final int answerBytesMax;
    private final Consumer<RawHeaders> onHeaders;
    private final CompletableFuture<RawAnswer> result = new CompletableFuture<>();
    private volatile @Nullable RawHeaders head;
    private volatile @Nullable AnswerBuffer buffer;

    Exchange(Clock clock, Executor executor, int answerBytesMax, Consumer<RawHeaders> onHeaders) {
        this.clock = clock;
        this.executor = executor;
        this.answerBytesMax = answerBytesMax;
        this.onHeaders = onHeaders;
    }

    // The stages that are let go lead to the result, which everybody looks at.
    @SuppressWarnings("FutureReturnValueIgnored")
    CompletableFuture<RawAnswer> start(HttpClient client, HttpRequest request, Duration deadline) {
        // The alarm's thread belongs to the clock: what hangs on the result must not run there.
        Clock.Alarm alarm = clock.schedule(deadline, () -> executor.execute(() -> timeOut(deadline)));
        CompletableFuture<HttpResponse<byte[]>> call;
        try {
            call = client.sendAsync(request, this::receiveHeaders);
        } catch (RuntimeException refused) {
            alarm.cancel();
            return CompletableFuture.failedFuture(refused);
        }
        // Registered before the answer can complete the result, and run at once if the deadline already has.
        result.whenComplete((answer, failure) -> {
            alarm.cancel();
            if (failure != null) {
                stopReceiving();
                call.cancel(true);
            }
        });
        call.whenComplete(this::finish);
        return result;
    }

    private BodySubscriber<byte[]> receiveHeaders(ResponseInfo info) {
        RawHeaders received = RawHeaders.of(info.statusCode(), info.headers().map(), clock.instant());
        AnswerBuffer receiving = new AnswerBuffer(answerBytesMax);
        head = received;
        buffer = receiving;
        if (result.isDone()) {
            receiving.cancel();
        } else {
            report(received);
        }
        return receiving;
    }

    private void report(RawHeaders received) {
        try {
            onHeaders.accept(received);
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.WARNING, "a listener to headers failed", broken);
        }
    }

    private void finish(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        RawHeaders received = head;
        if (response != null && received != null) {
            result.complete(new RawAnswer(received, response.body()));
        } else if (failure instanceof CompletionException && failure.getCause() != null) {
            result.completeExceptionally(failure.getCause());
        } else {
            result.completeExceptionally(failure == null ? new IllegalStateException("no headers") : failure);
        }
    }

    private void timeOut(Duration deadline) {
        result.completeExceptionally(
                new HttpTimeoutException("no complete answer within " + deadline.toMillis() / 1000.0 + " s"));
    }

    private void stopReceiving() {
        AnswerBuffer receiving = buffer;
        if (receiving != null) {
            receiving.cancel();
        }
    }
}
