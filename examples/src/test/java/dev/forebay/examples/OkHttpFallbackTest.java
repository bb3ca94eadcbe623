package dev.forebay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Reservation;
import dev.forebay.providers.Provider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The interceptor keeps to the limits; and what docs/adapters.md says is worse about it is so. */
@Timeout(60)
class OkHttpFallbackTest {

    private final SimulatorServer simulator = SimulatorServer.start(
            SimulatorOptions.builder()
                    .limits(dev.forebay.simulator.limit.Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                    .build(),
            0);
    private final Pool pool =
            Forebay.create().pool("claude-haiku-4-5", Limits.unknown().withConcurrency(1), Metering.AS_PRODUCED);
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(new PoolInterceptor(pool, Provider.anthropic()))
            .build();

    OkHttpFallbackTest() throws Exception {}

    @AfterEach
    void close() {
        client.dispatcher().executorService().shutdownNow();
        simulator.close();
    }

    @Test
    void theExampleRuns() throws Exception {
        String said = OkHttpFallback.run(simulator.baseUrl());
        assertTrue(said.contains("claude-haiku-4-5  30 calls  0 throttled"), said);
        assertEquals(30, simulator.provider().ledger().answered());
    }

    @Test
    void aThrottledCallIsMadeAgain() throws Exception {
        SimulatorOptions oneInASecond = SimulatorOptions.builder()
                .limits(dev.forebay.simulator.limit.Limits.parse("rpm=60,burst=1s"))
                .build();
        try (SimulatorServer slow = SimulatorServer.start(oneInASecond, 0)) {
            Request request = OkHttpFallback.request(slow.baseUrl(), "hello");
            OkHttpClient besides = new OkHttpClient();
            assertEquals(200, OkHttpFallback.status(besides, request));
            assertEquals(429, OkHttpFallback.status(besides, request));
            try (Response response = client.newCall(request).execute()) {
                assertEquals(200, response.code());
                assertTrue(response.body().string().contains("I have read your message"));
            }
            assertTrue(pool.snapshot().throttles() > 0, () -> pool.snapshot().toString());
            assertEquals(0, pool.snapshot().inFlight());
        }
    }

    @Test
    void aCancelledCallLeavesTheLine() throws Exception {
        try (Reservation held = held()) {
            Call call = call();
            Heard heard = new Heard();
            call.enqueue(heard);
            while (pool.snapshot().waiting() == 0) {
                Thread.onSpinWait();
            }
            call.cancel();
            IOException failure = heard.failure();
            assertEquals("Canceled", failure.getMessage());
            assertEquals(0, pool.snapshot().waiting());
            held.cancel();
        }
        assertEquals(0, simulator.provider().ledger().arrived());
    }

    @Test
    void theWaitCountsAgainstTheCallTimeout() {
        try (Reservation held = held()) {
            OkHttpClient hasty =
                    client.newBuilder().callTimeout(Duration.ofMillis(200)).build();
            assertThrows(
                    InterruptedIOException.class,
                    () -> hasty.newCall(OkHttpFallback.request(simulator.baseUrl(), "hello"))
                            .execute()
                            .close());
            held.cancel();
        }
        assertEquals(0, simulator.provider().ledger().arrived());
    }

    @Test
    void whoWaitsHoldsOneOfFiveCallsToAHost() throws Exception {
        List<Call> calls = new ArrayList<>();
        List<Heard> answers = new ArrayList<>();
        try (Reservation held = held()) {
            for (int number = 0; number < 8; number++) {
                calls.add(call());
                answers.add(new Heard());
                calls.get(number).enqueue(answers.get(number));
            }
            assertEquals(5, client.dispatcher().runningCallsCount());
            assertEquals(3, client.dispatcher().queuedCallsCount());
            held.cancel();
        }
        for (Heard answer : answers) {
            assertEquals(200, answer.status.get(20, TimeUnit.SECONDS));
        }
    }

    private Reservation held() {
        return pool.tryAcquire(Cost.ofBytes(10)).orElseThrow();
    }

    private Call call() {
        return client.newCall(OkHttpFallback.request(simulator.baseUrl(), "hello"));
    }

    /** Hears what comes of a call. */
    private static final class Heard implements Callback {

        private final CompletableFuture<Integer> status = new CompletableFuture<>();

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
            status.complete(response.code());
        }

        @Override
        public void onFailure(Call call, IOException failure) {
            status.completeExceptionally(failure);
        }

        private IOException failure() {
            return assertInstanceOf(
                    IOException.class,
                    assertThrows(ExecutionException.class, () -> status.get(20, TimeUnit.SECONDS))
                            .getCause());
        }
    }
}
