package dev.forebay.http;

import dev.forebay.pool.Attempt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.ReceivedAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A body at the end of an attempt: of a stream the caller's handler has made its part already; any other is whole, and is the
 * handler's only once no further attempt follows.
 *
 * @param <T> what the caller's handler makes of a body
 * @param body what the caller gets; asked for once
 * @param end ends what is still coming
 */
record Arrived<T>(Supplier<CompletionStage<T>> body, Runnable end) {

    CompletionStage<T> handed() {
        return body.get();
    }

    void close() {
        end.run();
    }

    /** Receives the body of one attempt's answer, and settles the attempt. */
    static <T> BodySubscriber<Arrived<T>> subscriber(
            Provider provider, Attempt attempt, BodyHandler<T> handler, ResponseInfo info) {
        ReceivedAnswer answer =
                ReceivedAnswer.of(provider, info.statusCode(), info.headers().map(), attempt);
        if (answer.isStream()) {
            // The permits first: should the handler throw, nothing is asked again.
            StreamTee<T> tee = new StreamTee<>(answer.stream(), handler.apply(info));
            return BodySubscribers.mapping(tee, body -> ready(body, tee::cancel));
        }
        return BodySubscribers.mapping(BodySubscribers.ofByteArray(), body -> {
            answer.whole(body);
            return new Arrived<>(() -> whole(handler.apply(info), body), () -> {});
        });
    }

    /** Lets a promise of the server's pass by. */
    static <T> PushPromiseHandler<Arrived<T>> promised(PushPromiseHandler<T> handler) {
        return (initiating, promised, acceptor) -> handler.applyPushPromise(
                initiating,
                promised,
                chosen -> acceptor.apply(
                                info -> BodySubscribers.mapping(chosen.apply(info), body -> ready(body, () -> {})))
                        .thenCompose(response -> new Answered<>(response).handed()));
    }

    private static <T> Arrived<T> ready(T body, Runnable end) {
        return new Arrived<>(() -> CompletableFuture.completedFuture(body), end);
    }

    private static <T> CompletionStage<T> whole(BodySubscriber<T> target, byte[] body) {
        BodyPublishers.ofByteArray(body).subscribe(new Buffers(target));
        return target.getBody();
    }
}
