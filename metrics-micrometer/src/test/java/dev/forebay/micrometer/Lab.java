package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.testkit.VirtualProvider;
import dev.forebay.testkit.VirtualTime;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/** Pools with metrics, and a simulated provider, on one clock that one thread moves. */
final class Lab {

    static final Price PRICE = Price.parse("in=1,out=5");
    static final int MAX_TOKENS = 200;

    private static final URI ENDPOINT = Provider.anthropic().endpoint(URI.create("http://virtual"));

    final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Forebay forebay =
            Forebay.builder().clock(clock).randomness(Randomness.seeded(1)).build();
    final VirtualProvider simulated;
    private final Provider wire = Provider.anthropic();

    Lab(SimulatorOptions options) {
        simulated = new VirtualProvider(options, clock);
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
        Prompt asked = Prompt.of("claude-virtual", prompt).maxTokens(MAX_TOKENS).build();
        RawRequest request = wire.request(ENDPOINT, Credential.apiKey("virtual"), wire.body(asked))
                .build();
        return pool.callAsync(
                Cost.of(prompt).maxOutputTokens(MAX_TOKENS),
                attempt -> simulated
                        .send(request, head -> {})
                        .whenComplete((answer, failure) ->
                                attempt.settle(answer != null ? wire.signal(answer) : Transport.signalOf(failure))));
    }

    /** Lets time pass until all calls have ended. */
    void drain(List<CompletableFuture<RawAnswer>> calls) {
        assertNull(VirtualTime.join(clock, CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))));
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
}
