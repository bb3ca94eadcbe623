package dev.forebay.examples;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import dev.forebay.Forebay;
import dev.forebay.anthropic.ForebayAnthropic;
import dev.forebay.micrometer.ForebayMetrics;
import dev.forebay.money.Price;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.Collectors;

/**
 * Ten calls of Anthropic's Java SDK through a pool, and what a monitoring system sees of them. Runs against the simulator, so
 * it needs no key.
 */
public final class PoolsWatched {

    private static final int CALLS = 10;

    private PoolsWatched() {}

    /** Runs the example and prints the metrics. */
    public static void main(String[] arguments) throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(AnthropicOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl().toString())
                    .apiKey("none-needed-here")
                    .build()));
        }
    }

    static String run(AnthropicClient client) {
        MeterRegistry registry = new SimpleMeterRegistry(); // yours, that sends to where you look
        // region watch
        Forebay forebay = Forebay.create();
        forebay.pool("claude-haiku-4-5", pool -> pool.price(Price.parse("in=1,out=5"))); // for forebay.cost
        new ForebayMetrics(forebay).bindTo(registry);
        // endregion
        AnthropicClient claude = ForebayAnthropic.wrap(client, forebay);
        for (int call = 0; call < CALLS; call++) {
            claude.messages()
                    .create(MessageCreateParams.builder()
                            .model("claude-haiku-4-5")
                            .maxTokens(50)
                            .addUserMessage("Say the number " + call + ".")
                            .build());
        }
        client.close();
        return registry.getMeters().stream().map(PoolsWatched::line).sorted().collect(Collectors.joining("\n"));
    }

    private static String line(Meter meter) {
        String tags = meter.getId().getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(","));
        return meter.getId().getName() + "{" + tags + "} "
                + meter.measure().iterator().next().getValue();
    }
}
