package dev.forebay.bench.virtual;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.simulator.Call;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The way to the provider and back, in virtual time: each direction takes up to 40 ms, and calls overtake each other. */
final class VirtualTransport implements Transport {

    private static final double TRANSIT_NANOS_MAX = 40e6;

    private final LabClock clock;
    private final SimulatedProvider provider;
    private final Randomness randomness;

    VirtualTransport(LabClock clock, SimulatedProvider provider, Randomness randomness) {
        this.clock = clock;
        this.provider = provider;
        this.randomness = randomness;
    }

    @Override
    public CompletableFuture<RawAnswer> send(RawRequest request, Consumer<RawHeaders> onHeaders) {
        CompletableFuture<RawAnswer> future = new CompletableFuture<>();
        Clock.Alarm deadline = clock.schedule(
                request.deadline(), () -> future.completeExceptionally(new HttpTimeoutException("no answer in time")));
        future.whenComplete((answer, failure) -> deadline.cancel());
        clock.schedule(transit(), () -> arrive(request, onHeaders, future));
        return future;
    }

    private void arrive(RawRequest request, Consumer<RawHeaders> onHeaders, CompletableFuture<RawAnswer> future) {
        List<Header> headers = new ArrayList<>();
        request.headers().forEach((name, value) -> headers.add(new Header(name, value)));
        CompletableFuture<Call> call = new CompletableFuture<>();
        call.complete(provider.receive(
                new dev.forebay.simulator.exchange.RawRequest(
                        "POST", request.uri().getPath(), headers, request.body()),
                reply -> replied(reply, call.join(), onHeaders, future)));
        future.whenComplete((answer, failure) -> call.join().clientLeft());
    }

    private void replied(Reply reply, Call call, Consumer<RawHeaders> onHeaders, CompletableFuture<RawAnswer> future) {
        if (reply instanceof Reply.Answer answer) {
            Duration body = Duration.ofNanos(answer.durationNanos());
            clock.schedule(transit(), () -> onHeaders.accept(head(answer)));
            clock.schedule(body, () -> {
                call.sent();
                clock.schedule(transit().plus(Duration.ofMillis(40)), () -> received(answer, future));
            });
        } else if (reply instanceof Reply.Disconnect cut) {
            call.sent();
            IOException failure = cut.manner() == Reply.Manner.REFUSED
                    ? new ConnectException("refused")
                    : new IOException("connection reset");
            clock.schedule(transit(), () -> future.completeExceptionally(failure));
        }
    }

    private void received(Reply.Answer answer, CompletableFuture<RawAnswer> future) {
        if (answer.complete()) {
            future.complete(new RawAnswer(head(answer), answer.bytes()));
        } else {
            future.completeExceptionally(new IOException("the body was cut"));
        }
    }

    private RawHeaders head(Reply.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.name(), name -> new ArrayList<>())
                        .add(header.value()));
        return RawHeaders.of(answer.status(), headers, clock.instant());
    }

    private Duration transit() {
        return Duration.ofNanos((long) (randomness.next() * TRANSIT_NANOS_MAX));
    }
}
