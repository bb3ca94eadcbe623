package dev.forebay.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Lets what reads an answer read anything that is published as bytes. Thread-safe as what it feeds.
 *
 * @param target takes what comes
 */
record Buffers(BodySubscriber<?> target) implements Flow.Subscriber<ByteBuffer> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        target.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        target.onNext(List.of(bytes.asReadOnlyBuffer()));
    }

    @Override
    public void onError(Throwable failure) {
        target.onError(failure);
    }

    @Override
    public void onComplete() {
        target.onComplete();
    }
}
