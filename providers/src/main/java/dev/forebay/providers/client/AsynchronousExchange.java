package dev.forebay.providers.client;

import dev.forebay.pool.Attempt;
import dev.forebay.providers.http.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous attempt between a client library's future and the pool's: the answer goes one way, cancelling the other.
 * Used once, by one thread; what ends it may come from any.
 *
 * @param <R> the library's answer
 * @param <A> the answer as it is handed on
 */
public final class AsynchronousExchange<R, A> {

    /** Reads an answer and settles its attempt, or takes its permits along. */
    public interface Receiver<R, A> {

        /** May throw what the library would throw. */
        A receive(R response);
    }

    private final Attempt attempt;
    private final Receiver<R, A> receiver;
    private final Predicate<Throwable> onTheWay;
    private final CompletableFuture<A> answer = new CompletableFuture<>();

    /**
     * Joins the parts.
     *
     * @param onTheWay which failures say something about the provider; any other is the caller's own affair
     */
    public AsynchronousExchange(Attempt attempt, Receiver<R, A> receiver, Predicate<Throwable> onTheWay) {
        this.attempt = attempt;
        this.receiver = receiver;
        this.onTheWay = onTheWay;
    }

    /** What comes of a future of the library. */
    // The stages that are let go lead to the answer, which the pool looks at.
    @SuppressWarnings("FutureReturnValueIgnored")
    public CompletableFuture<A> of(CompletableFuture<R> sent) {
        // A future that was derived from another does not pass its cancelling on.
        answer.whenComplete((received, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        sent.whenComplete(this::received);
        return answer;
    }

    private void received(@Nullable R response, @Nullable Throwable failure) {
        try {
            if (response == null) {
                throw failure == null ? new IllegalStateException("neither answer nor failure") : failure;
            }
            A read = receiver.receive(response);
            if (!answer.complete(read) && read instanceof AutoCloseable unwanted) {
                unwanted.close();
            }
        } catch (Throwable thrown) {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (onTheWay.test(cause)) {
                attempt.settle(Transport.signalOf(cause));
            }
            answer.completeExceptionally(cause);
        }
    }
}
