package dev.forebay.examples;

import dev.forebay.pool.Cost;
import dev.forebay.pool.Outcome;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Reservation;
import dev.forebay.providers.Provider;
import dev.forebay.providers.RequestSize;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/**
 * A pool inside OkHttp, for a library that shows no better seam: each call waits for its permits in an application interceptor.
 *
 * <p>It is the second best place. The wait runs on the clock of {@code callTimeout}; each call in line holds a thread of the
 * dispatcher and one of its five calls to a host; cancelling is seen only when it is looked for. Only throttled calls are made
 * again. Thread-safe; blocks.
 */
final class PoolInterceptor implements Interceptor {

    private static final long LOOK_MILLIS = 100;
    private static final long BODY_BYTES_MAX = 32 << 20;

    private final Pool pool;
    private final Provider provider;

    PoolInterceptor(Pool pool, Provider provider) {
        this.pool = pool;
        this.provider = provider;
    }

    // region intercept
    @Override
    public Response intercept(Chain chain) throws IOException {
        dev.forebay.pool.Request asked = dev.forebay.pool.Request.of(cost(chain.request()));
        while (true) {
            try (Reservation reservation = turn(asked, chain.call())) {
                Response response = send(chain, reservation);
                Outcome outcome = reservation.settle(signal(response));
                if (outcome.kind() != Outcome.Kind.THROTTLED) {
                    return response;
                }
                response.close();
                asked = asked.at(reservation.place()); // it was its turn, and still is
                if (!outcome.paused()) {
                    rest(outcome.delay(), chain.call());
                }
            }
        }
    }

    /** Waits in line; a call that is given up leaves it, with nothing held. */
    private Reservation turn(dev.forebay.pool.Request asked, Call call) throws IOException {
        CompletableFuture<Reservation> turn = pool.acquireAsync(asked);
        try {
            return await(turn, call);
        } catch (IOException givenUp) {
            turn.cancel(true);
            turn.thenAccept(Reservation::cancel); // if it came at the same moment
            throw givenUp;
        }
    }

    private static void rest(Duration delay, Call call) throws IOException {
        Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
        await(CompletableFuture.runAsync(() -> {}, later), call);
    }

    /** Waits on OkHttp's thread, which a cancelled call does not wake: so it looks. */
    private static <T> T await(CompletableFuture<T> future, Call call) throws IOException {
        while (!call.isCanceled()) {
            try {
                return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                // Looks again whether the call was cancelled.
            } catch (ExecutionException refused) {
                throw new IOException(refused.getCause()); // the pool stopped, or the call can never fit
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting in line");
            }
        }
        throw new IOException("Canceled");
    }
    // endregion

    private static Response send(Chain chain, Reservation reservation) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException failed) {
            Signal signal = chain.call().isCanceled()
                    ? Signal.builder(Verdict.CANCELLED).build()
                    : Transport.signalOf(failed);
            Outcome unused = reservation.settle(signal);
            throw failed;
        }
    }

    /** What the provider said; of a stream the headers alone, so that it stays one. */
    private Signal signal(Response response) throws IOException {
        RawHeaders head = RawHeaders.of(response.code(), response.headers().toMultimap(), Instant.now());
        boolean stream = String.valueOf(response.header("content-type")).startsWith("text/event-stream");
        return stream
                ? provider.signal(head)
                : provider.signal(
                        new RawAnswer(head, response.peekBody(BODY_BYTES_MAX).bytes()));
    }

    private static Cost cost(Request request) throws IOException {
        RequestBody body = request.body();
        if (body == null) {
            return Cost.ofBytes(0);
        }
        Buffer json = new Buffer();
        body.writeTo(json);
        RequestSize size = RequestSize.of(json.readByteArray());
        Cost bytes = Cost.ofBytes(size.textBytes());
        return size.maxOutputTokens().isPresent()
                ? bytes.maxOutputTokens(size.maxOutputTokens().getAsLong())
                : bytes;
    }
}
