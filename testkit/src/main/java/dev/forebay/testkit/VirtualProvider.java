package dev.forebay.testkit;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.simulator.Call;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.time.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The simulated provider in virtual time: the same limits, headers, refusals and faults as behind
 * {@link dev.forebay.simulator.http.SimulatorServer}, without a port, on the clock that the pools have. An hour at the limit
 * takes a moment, and each run is the same.
 *
 * <p>Thread-safe; no method blocks. Answers arrive on the thread that moves the clock.
 */
public final class VirtualProvider implements Transport {

    private final ManualClock clock;
    private final SimulatedProvider simulated;

    /**
     * A provider on this clock.
     *
     * @param clock that of the pools: {@code Forebay.builder().clock(clock)}
     */
    public VirtualProvider(SimulatorOptions options, ManualClock clock) {
        this.clock = clock;
        this.simulated = new SimulatedProvider(options, new SimulatorView());
    }

    /** What it has served so far. */
    public Ledger ledger() {
        return simulated.ledger();
    }

    @Override
    public CompletableFuture<RawAnswer> send(RawRequest request, Consumer<RawHeaders> onHeaders) {
        CompletableFuture<RawAnswer> future = new CompletableFuture<>();
        var deadline = clock.schedule(
                request.deadline(), () -> future.completeExceptionally(new HttpTimeoutException("no answer in time")));
        List<Header> headers = new ArrayList<>();
        request.headers().forEach((name, value) -> headers.add(new Header(name, value)));
        CompletableFuture<Call> call = new CompletableFuture<>();
        call.complete(simulated.receive(
                new dev.forebay.simulator.exchange.RawRequest(
                        "POST", request.uri().getPath(), headers, request.body()),
                // The reply may be there before the call is.
                reply -> call.thenAccept(known -> replied(reply, known, onHeaders, future))));
        future.whenComplete((answer, failure) -> {
            deadline.cancel();
            call.thenAccept(Call::clientLeft);
        });
        return future;
    }

    private void replied(Reply reply, Call call, Consumer<RawHeaders> onHeaders, CompletableFuture<RawAnswer> future) {
        if (reply instanceof Reply.Answer answer) {
            onHeaders.accept(head(answer));
            clock.schedule(Duration.ofNanos(answer.durationNanos()), () -> {
                call.sent();
                received(answer, future);
            });
        } else if (reply instanceof Reply.Disconnect cut) {
            call.sent();
            future.completeExceptionally(
                    cut.manner() == Reply.Manner.REFUSED
                            ? new ConnectException("refused")
                            : new IOException("connection reset"));
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
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.name(), name -> new ArrayList<>())
                        .add(header.value()));
        return RawHeaders.of(answer.status(), headers, clock.instant());
    }

    /** The same clock, as the simulator wants it. */
    private final class SimulatorView implements SimulatorClock {

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Instant wall() {
            return clock.instant();
        }

        @Override
        public void schedule(long delayNanos, Runnable task) {
            clock.schedule(Duration.ofNanos(delayNanos), task);
        }
    }
}
