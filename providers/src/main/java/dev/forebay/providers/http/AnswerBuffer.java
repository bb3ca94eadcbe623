package dev.forebay.providers.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a bound.
 *
 * <p>Copies at once: the client's buffers are large, and a stream that trickles would hold one for each of its few bytes.
 */
final class AnswerBuffer implements BodySubscriber<byte[]> {

    private static final int BYTES_AT_FIRST = 4096;

    private final int bytesMax;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private byte[] bytes;
    private int length;

    AnswerBuffer(int bytesMax) {
        this.bytesMax = bytesMax;
        bytes = new byte[Math.min(bytesMax, BYTES_AT_FIRST)];
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (cancelled) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (whole.isDone()) {
                return;
            }
            append(buffer);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
    }

    /** Stops receiving; the client then closes the connection. */
    void cancel() {
        cancelled = true;
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    private void append(ByteBuffer buffer) {
        int more = buffer.remaining();
        if (more > bytesMax - length) {
            whole.completeExceptionally(new AnswerTooLongException(bytesMax));
            cancel();
            return;
        }
        if (more > bytes.length - length) {
            long doubled = Math.max(2L * bytes.length, (long) length + more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, doubled));
        }
        buffer.get(bytes, length, more);
        length += more;
    }
}
