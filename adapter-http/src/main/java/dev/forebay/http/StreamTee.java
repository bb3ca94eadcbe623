package dev.forebay.http;

import dev.forebay.providers.client.StreamedAnswer;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a streamed answer on its way to the caller's subscriber: its bytes pass unchanged and as they come, at the pace
 * that the subscriber asks for, and are read in passing. Every end is settled before the subscriber hears of it. Thread-safe as
 * the subscriber is.
 */
final class StreamTee<T> implements BodySubscriber<T>, Flow.Subscription {

    private final StreamedAnswer answer;
    private final BodySubscriber<T> target;
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * Joins the parts.
     *
     * @param answer is told what passes and how it ends
     * @param target the caller's
     */
    StreamTee(StreamedAnswer answer, BodySubscriber<T> target) {
        this.answer = answer;
        this.target = target;
    }

    @Override
    public CompletionStage<T> getBody() {
        return target.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        target.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(count);
        }
    }

    @Override
    public void cancel() {
        answer.closed();
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(bytes -> answer.passed(bytes.duplicate()));
        try {
            target.onNext(buffers);
        } catch (RuntimeException | Error thrown) {
            answer.closed();
            throw thrown;
        }
    }

    @Override
    public void onError(Throwable failure) {
        answer.broke(failure);
        target.onError(failure);
    }

    @Override
    public void onComplete() {
        answer.ended();
        target.onComplete();
    }
}
