package dev.forebay.micrometer;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.Transport;
import dev.forebay.simulator.Call;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/** Pools with metrics, and a simulated provider, on one clock that one thread moves. */
final class Lab {

    static final Price PRICE = Price.parse("in=1,out=5");
    static final int MAX_TOKENS = 200;

    private static final Duration LONGEST = Duration.ofHours(1);

    final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Forebay forebay =
            Forebay.builder().clock(clock).randomness(Randomness.seeded(1)).build();
    final SimulatedProvider simulated;
    private final Provider wire = Provider.anthropic();

    Lab(SimulatorOptions options) {
        simulated = new SimulatedProvider(options, new SimulatorView());
        new ForebayMetrics(forebay).bindTo(registry);
    }

    Lab() {
        this(SimulatorOptions.builder().build());
    }

    Pool pool(String name, String limits) {
        return forebay.pool(
                name,
                pool -> pool.limits(limits.isEmpty() ? Limits.unknown() : Limits.parse(limits))
                        .price(PRICE)
                        .executor(Runnable::run));
    }

    /** Asks the provider through a pool. */
    CompletableFuture<RawAnswer> call(Pool pool, String prompt) {
        byte[] body = wire.body(Prompt.of("claude-virtual", prompt)
                        .maxTokens(MAX_TOKENS)
                        .build())
                .getBytes(StandardCharsets.UTF_8);
        return pool.callAsync(
                Cost.of(prompt).maxOutputTokens(MAX_TOKENS),
                attempt -> send(body)
                        .whenComplete((answer, failure) ->
                                attempt.settle(answer != null ? wire.signal(answer) : Transport.signalOf(failure))));
    }

    /** Lets time pass until all calls have ended. */
    void drain(List<CompletableFuture<RawAnswer>> calls) {
        CompletableFuture<Void> all = CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            if (!clock.runNext() || clock.elapsed().compareTo(LONGEST) > 0) {
                throw new AssertionError("the calls hang: " + forebay.report());
            }
        }
        all.join();
    }

    /** The sum over all series of this name that have these tags. */
    double sum(String name, String... tags) {
        return sum(name, meter -> meter.measure().iterator().next().getValue(), tags);
    }

    private double sum(String name, ToDoubleFunction<Meter> value, String... tags) {
        return registry.find(name).tags(tags).meters().stream()
                .mapToDouble(value)
                .sum();
    }

    /** The value of the one series of this name that has these tags. */
    double value(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    private CompletableFuture<RawAnswer> send(byte[] body) {
        CompletableFuture<RawAnswer> future = new CompletableFuture<>();
        CompletableFuture<Call> call = new CompletableFuture<>();
        List<Header> headers =
                List.of(new Header("x-api-key", "virtual"), new Header("anthropic-version", "2023-06-01"));
        call.complete(simulated.receive(
                new RawRequest("POST", "/v1/messages", headers, body), reply -> replied(reply, call.join(), future)));
        return future;
    }

    private void replied(Reply reply, Call call, CompletableFuture<RawAnswer> future) {
        if (reply instanceof Reply.Answer answer) {
            clock.schedule(Duration.ofNanos(answer.durationNanos()), () -> {
                call.sent();
                future.complete(raw(answer));
            });
        } else {
            call.sent();
            future.completeExceptionally(new IOException("connection reset"));
        }
    }

    private RawAnswer raw(Reply.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.name(), name -> new ArrayList<>())
                        .add(header.value()));
        return new RawAnswer(RawHeaders.of(answer.status(), headers, clock.instant()), answer.bytes());
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
