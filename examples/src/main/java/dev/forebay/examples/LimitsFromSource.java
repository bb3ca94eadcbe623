package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import dev.forebay.pool.Metering;
import dev.forebay.providers.OrganizationLimits;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The limits of an account from the provider's admin endpoint, before the first call. Runs against a simulator whose headers say
 * nothing of limits, so that nothing can be learned from them.
 */
public final class LimitsFromSource {

    private static final int CALLS = 30;

    private LimitsFromSource() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=2s"))
                .headers(HeaderProfile.NONE)
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(simulator.baseUrl(), "sk-ant-admin-none-needed-here"));
        }
    }

    static String run(URI baseUrl, String adminKey) throws Exception {
        OrganizationLimits organization = OrganizationLimits.anthropic(adminKey).toBuilder()
                .baseUrl(baseUrl)
                .build();
        HttpClient client = HttpClient.newHttpClient();
        // region limits
        Forebay forebay = Forebay.create();
        String pool =
                ModelPools.dated().poolOf("anthropic", "claude-haiku-4-5"); // models that share a limit share a pool
        forebay.pool(
                pool, organization.limits("claude-haiku-4-5"), Metering.AS_PRODUCED); // asks, and waits for the answer
        HttpClient limited = ForebayHttp.wrap(client, forebay); // finds the pool by its name, as all adapters do
        // endregion
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            answers.add(limited.sendAsync(request(baseUrl, call), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            answer.get();
        }
        return forebay.report();
    }

    private static HttpRequest request(URI baseUrl, int call) {
        String body = """
                {"model": "claude-haiku-4-5", "max_tokens": 50,
                 "messages": [{"role": "user", "content": "Say the number %d."}]}
                """.formatted(call);
        return HttpRequest.newBuilder(baseUrl.resolve("/v1/messages"))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", System.getenv().getOrDefault("ANTHROPIC_API_KEY", "none-needed-here"))
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
