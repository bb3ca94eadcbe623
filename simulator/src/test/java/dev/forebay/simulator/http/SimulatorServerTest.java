package dev.forebay.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The provider over real HTTP, and what its faults look like to a real client. */
class SimulatorServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatorServer server(String faults) throws IOException {
        return SimulatorServer.start(
                SimulatorOptions.builder().faults(FaultPlan.parse(faults)).build(), 0);
    }

    @Test
    void keepsConnectionsOpenAndCounts() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(
                SimulatorOptions.builder().limits(Limits.parse("rpm=3")).build(), 0)) {
            HttpAsk ask = new HttpAsk(server);
            for (int call = 0; call < 3; call++) {
                HttpResponse<String> response = ask.anthropic("call " + call);
                assertEquals(200, response.statusCode());
                assertEquals(
                        Integer.toString(2 - call),
                        response.headers()
                                .firstValue("anthropic-ratelimit-requests-remaining")
                                .orElseThrow());
            }
            HttpResponse<String> throttled = ask.anthropic("one more");
            assertEquals(429, throttled.statusCode());
            assertEquals("20", throttled.headers().firstValue("retry-after").orElseThrow());
            assertEquals(
                    3, JSON.readTree(ask.get("/_stats").body()).path("accepted").asInt());
        }
    }

    @Test
    void streamsEvents() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(
                SimulatorOptions.builder().latency(Latency.parse("fixed:50ms")).build(), 0)) {
            HttpResponse<String> response = new HttpAsk(server).stream("hello");
            assertEquals(200, response.statusCode());
            assertTrue(response.body().startsWith("event: message_start\ndata: {"), response::body);
            assertTrue(response.body().contains("event: message_stop\n"), response::body);
        }
    }

    @Test
    void aHangNeverAnswers() throws Exception {
        try (SimulatorServer server = server("hang=1")) {
            HttpAsk ask = new HttpAsk(server);
            assertThrows(HttpTimeoutException.class, () -> ask.within(Duration.ofMillis(300)));
            Ledger ledger = server.provider().ledger();
            assertEquals(1, ledger.faults("hang"));
            assertEquals(1, ledger.billed());
        }
    }

    @Test
    void aLostCallIsBilledAndCut() throws Exception {
        assertBroken("lost=1", 1);
    }

    @Test
    void aResetIsNotBilled() throws Exception {
        assertBroken("reset=1", 0);
    }

    @Test
    void aRefusalIsNotBilled() throws Exception {
        assertBroken("refused=1", 0);
    }

    @Test
    void aCutBodyEndsTooSoon() throws Exception {
        assertBroken("cut=1", 1);
    }

    private static void assertBroken(String fault, long billed) throws Exception {
        try (SimulatorServer server = server(fault)) {
            HttpAsk ask = new HttpAsk(server);
            IOException broken = assertThrows(IOException.class, () -> ask.anthropic("hello"));
            assertTrue(!(broken instanceof HttpTimeoutException), broken::toString);
            assertEquals(billed, server.provider().ledger().billed());
            assertEquals(0, server.provider().ledger().answered());
        }
    }

    @Test
    void aCutStreamEndsTooSoon() throws Exception {
        try (SimulatorServer server = server("cut=1")) {
            HttpAsk ask = new HttpAsk(server);
            assertThrows(IOException.class, () -> ask.stream("hello"));
        }
    }

    @Test
    void aStreamBreaksOffWithAnErrorEvent() throws Exception {
        try (SimulatorServer server = server("midstream=1")) {
            HttpResponse<String> response = new HttpAsk(server).stream("hello");
            assertEquals(200, response.statusCode());
            assertTrue(response.body().contains("event: error\n"), response::body);
            assertTrue(!response.body().contains("message_stop"), response::body);
        }
    }

    @RepeatedTest(3)
    void refusesConnectionsForAWhile() throws Exception {
        try (SimulatorServer server = server("")) {
            CompletableFuture<Void> open = server.refuseConnections(Duration.ofMillis(700));
            assertThrows(ConnectException.class, () -> new HttpAsk(server).anthropic("hello"));
            open.get(20, TimeUnit.SECONDS);
            assertEquals(200, new HttpAsk(server).anthropic("hello").statusCode());
            assertThrows(IllegalArgumentException.class, () -> server.refuseConnections(Duration.ZERO));
        }
    }

    @Test
    void changesFaultsOverHttp() throws Exception {
        try (SimulatorServer server = server("")) {
            HttpAsk ask = new HttpAsk(server);
            assertEquals(200, ask.anthropic("hello").statusCode());
            assertEquals(200, ask.post("/_faults", "{\"529\":1.0}").statusCode());
            assertEquals(529, ask.anthropic("hello").statusCode());
            assertEquals(200, ask.post("/_faults", "{}").statusCode());
            assertEquals(200, ask.anthropic("hello").statusCode());
            assertEquals(404, ask.get("/nothing/here").statusCode());
        }
    }

    @Test
    void carriesAThousandCallsAtOnce() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(
                SimulatorOptions.builder().latency(Latency.parse("fixed:500ms")).build(), 0)) {
            HttpAsk ask = new HttpAsk(server);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int call = 0; call < 1000; call++) {
                answers.add(ask.later("call " + call));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals(200, answer.orTimeout(60, TimeUnit.SECONDS).join().statusCode());
            }
            Ledger ledger = server.provider().ledger();
            assertEquals(1000, ledger.answered());
            assertEquals(0, ledger.inFlight());
            assertTrue(ledger.maxInFlight() > 300, () -> "only " + ledger.maxInFlight() + " at once");
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (SimulatorServer server = server("")) {
            IOException taken = assertThrows(
                    IOException.class,
                    () -> SimulatorServer.start(SimulatorOptions.builder().build(), server.port()));
            assertTrue(String.valueOf(taken.getMessage()).startsWith("port " + server.port() + " cannot be opened"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SimulatorServer.start(SimulatorOptions.builder().build(), 70_000));
    }
}
