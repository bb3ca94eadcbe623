package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp with a pool in an interceptor: thirty calls from sixteen threads. Runs against the simulator. */
public final class OkHttpFallback {

    private static final int CALLS = 30;
    private static final int THREADS = 16;
    private static final MediaType JSON = MediaType.get("application/json");

    private OkHttpFallback() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            System.out.println(run(simulator.baseUrl()));
        }
    }

    static String run(URI baseUrl) throws Exception {
        // region client
        Forebay forebay = Forebay.create();
        Pool haiku = forebay.pool("claude-haiku-4-5");
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(new PoolInterceptor(haiku, Provider.anthropic()))
                .retryOnConnectionFailure(false) // OkHttp's own retries, silently on
                .build(); // and no callTimeout: it would run while a call waits in line
        // endregion
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                Request request = request(baseUrl, "Say the number " + call + ".");
                answers.add(threads.submit(() -> status(client, request)));
            }
            for (Future<Integer> answer : answers) {
                if (answer.get() != 200) {
                    throw new IllegalStateException("status " + answer.get());
                }
            }
            return forebay.report();
        } finally {
            threads.shutdown();
        }
    }

    static int status(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    static Request request(URI baseUrl, String prompt) {
        String body = """
                {"model": "claude-haiku-4-5", "max_tokens": 50, "messages": [{"role": "user", "content": "%s"}]}
                """.formatted(prompt);
        return new Request.Builder()
                .url(baseUrl.resolve("/v1/messages").toString())
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", "none-needed-here")
                .post(RequestBody.create(body, JSON))
                .build();
    }
}
