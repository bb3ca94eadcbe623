package dev.forebay.http;

import dev.forebay.providers.client.MeteredEndpoint;
import dev.forebay.providers.client.MeteredRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request whose size is known as far as it can be, ready to be sent as often as needed. Immutable.
 *
 * @param endpoint where it goes
 * @param request what is sent: the same, but for a body that comes from memory if it was read
 * @param size what counts of it
 */
record SizedRequest(MeteredEndpoint endpoint, HttpRequest request, MeteredRequest size) {

    /** As much as Anthropic takes in one request. */
    static final long BYTES_MAX = 32 << 20;

    /** Reads the body, unless it is too long or of unknown length; what the publisher fails with the sending will tell. */
    static CompletableFuture<SizedRequest> of(MeteredEndpoint endpoint, HttpRequest request) {
        long length = request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L);
        if (length < 0 || length > BYTES_MAX) {
            return CompletableFuture.completedFuture(unread(endpoint, request));
        }
        BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
        try {
            request.bodyPublisher().ifPresent(body -> body.subscribe(new Buffers(whole)));
        } catch (RuntimeException thrown) {
            whole.onError(thrown);
        }
        return whole.getBody()
                .thenApply(bytes -> bytes.length == length ? read(endpoint, request, bytes) : unread(endpoint, request))
                .exceptionally(failed -> unread(endpoint, request))
                .toCompletableFuture();
    }

    /** Whether it is a call of a model; else it is somebody else's, to be sent as it is. */
    boolean isMetered() {
        return size.model().isPresent() || Endpoints.areCertain(request);
    }

    private static SizedRequest read(MeteredEndpoint endpoint, HttpRequest request, byte[] body) {
        HttpRequest again = HttpRequest.newBuilder(request, (name, value) -> true)
                .method(request.method(), BodyPublishers.ofByteArray(body))
                .build();
        return new SizedRequest(endpoint, again, named(request, MeteredRequest.of(endpoint, body)));
    }

    private static SizedRequest unread(MeteredEndpoint endpoint, HttpRequest request) {
        return new SizedRequest(endpoint, request, named(request, MeteredRequest.unread()));
    }

    private static MeteredRequest named(HttpRequest request, MeteredRequest size) {
        Optional<String> deployment = Endpoints.deployment(request);
        return deployment.isPresent() ? new MeteredRequest(deployment, size.cost()) : size;
    }
}
