package dev.forebay.bench.virtual;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.simulator.Call;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.exchange.CountedRequest;
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
import org.jspecify.annotations.Nullable;

/**
 * The way of counted requests to the provider and back, in virtual time. Answers have real headers, and a body only if they are errors. For one thread.
 */
final class CountedTransport {

    /** Longer than any answer of the laboratory takes; what hangs is given up then. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final LabClock clock;
    private final MortalClock process;
    private final SimulatedProvider provider;
    private final Way way;
    private final Randomness randomness;

    CountedTransport(LabClock clock, MortalClock process, SimulatedProvider provider, Way way, Randomness randomness) {
        this.process = process;
        this.way = way;
        this.clock = clock;
        this.provider = provider;
        this.randomness = randomness;
    }

    /** Sends a request. */
    CompletableFuture<RawAnswer> send(CountedRequest request, Consumer<RawHeaders> onHeaders) {
        CompletableFuture<RawAnswer> future = new CompletableFuture<>();
        Clock.Alarm deadline = process.schedule(
                DEADLINE, () -> future.completeExceptionally(new HttpTimeoutException("no answer in time")));
        Exchange exchange = new Exchange(future, deadline, onHeaders);
        future.whenComplete((answer, failure) -> exchange.ended());
        clock.scheduleNanos(transitNanos(), () -> exchange.arrive(request));
        return future;
    }

    /** At a process that is dead nothing arrives. */
    private void arrives(long nanos, Runnable what) {
        process.schedule(Duration.ofNanos(nanos), what);
    }

    private long transitNanos() {
        return (long) (randomness.next() * way.transitMax().toNanos());
    }

    private final class Exchange {

        private final CompletableFuture<RawAnswer> future;
        private final Clock.Alarm deadline;
        private final Consumer<RawHeaders> onHeaders;
        private @Nullable Call call;

        Exchange(CompletableFuture<RawAnswer> future, Clock.Alarm deadline, Consumer<RawHeaders> onHeaders) {
            this.future = future;
            this.deadline = deadline;
            this.onHeaders = onHeaders;
        }

        void arrive(CountedRequest request) {
            call = provider.receive(request, this::replied);
        }

        void ended() {
            deadline.cancel();
            if (call != null) {
                call.clientLeft();
            }
        }

        private void replied(Reply reply) {
            if (reply instanceof Reply.Answer answer) {
                RawHeaders head = head(answer);
                arrives(transitNanos(), () -> onHeaders.accept(head));
                clock.scheduleNanos(answer.durationNanos(), () -> {
                    sent();
                    arrives(transitNanos() + Way.BODY.toNanos(), () -> received(head, answer));
                });
            } else if (reply instanceof Reply.Disconnect cut) {
                sent();
                IOException failure = cut.manner() == Reply.Manner.REFUSED
                        ? new ConnectException("refused")
                        : new IOException("connection reset");
                arrives(transitNanos(), () -> future.completeExceptionally(failure));
            }
        }

        private void sent() {
            if (call != null) {
                call.sent();
            }
        }

        private void received(RawHeaders head, Reply.Answer answer) {
            if (answer.complete()) {
                future.complete(new RawAnswer(head, answer.bytes()));
            } else {
                future.completeExceptionally(new IOException("the body was cut"));
            }
        }
    }

    private RawHeaders head(Reply.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        boolean lost = way.headersLost() > 0 && randomness.next() < way.headersLost();
        for (Header header : answer.headers()) {
            if (lost && header.name().contains("ratelimit")) {
                continue;
            }
            headers.computeIfAbsent(header.name(), name -> new ArrayList<>(1)).add(header.value());
        }
        return RawHeaders.of(answer.status(), headers, clock.instant());
    }
}
