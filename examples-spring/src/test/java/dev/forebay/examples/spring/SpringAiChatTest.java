package dev.forebay.examples.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Reservation;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.http.SimulatorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The example, started as it is: sixty calls and streams at five a second are answered, next to none is refused, and Actuator
 * shows the pool, which is up while they wait.
 */
@Timeout(120)
class SpringAiChatTest {

    private static final String POOL = "claude-haiku-4-5";
    private static final int ALL = SpringAiChat.CALLS + SpringAiChat.STREAMS;
    private static final int REFUSED_MAX = 1;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(ALL);

    @Test
    void everyCallIsAnsweredAndTheLineIsSeen() throws Exception {
        try (SimulatorServer provider = SpringAiChat.simulator();
                ConfigurableApplicationContext context =
                        SpringAiChat.start(provider, "--forebay.limits=rpm=300,itpm=600k,concurrency=1")) {
            String actuator =
                    "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator";
            Numbers numbers = context.getBean(Numbers.class);
            Pool pool = context.getBean(Forebay.class).pool(POOL);

            List<Future<String>> answers;
            try (Reservation inFlight = pool.acquire(Cost.ofBytes(1).maxOutputTokens(1))) {
                answers = SpringAiChat.ask(numbers, threads);
                String health = whenAllWait(actuator);
                assertTrue(health.contains("\"inFlight\":1"), health);
                inFlight.cancel();
            }
            for (Future<String> answer : answers) {
                assertFalse(answer.get(60, TimeUnit.SECONDS).isEmpty());
            }

            Ledger ledger = provider.provider().ledger();
            assertEquals(ALL, ledger.answered(), ledger::toString);
            assertTrue(ledger.rejectedTotal() <= REFUSED_MAX, ledger::toString);
            String requests = get(actuator + "/metrics/forebay.requests?tag=pool:" + POOL + "&tag=kind:succeeded");
            assertTrue(requests.contains("\"statistic\":\"COUNT\",\"value\":" + ALL + ".0"), requests);
            String tokens = get(actuator + "/metrics/forebay.tokens?tag=pool:" + POOL + "&tag=kind:output");
            assertTrue(tokens.contains("\"value\":" + ledger.outputTokens() + ".0"), tokens);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Looks until all calls wait, and that it is healthy all the while. */
    private String whenAllWait(String actuator) throws Exception {
        while (true) {
            String health = get(actuator + "/health");
            assertTrue(health.contains("\"status\":\"UP\"") && !health.contains("OUT_OF_SERVICE"), health);
            if (health.contains("\"waiting\":" + ALL)) {
                return health;
            }
        }
    }

    private String get(String address) throws Exception {
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return response.body();
    }
}
