package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import dev.forebay.testkit.ForebayAssertions;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's client against a provider of 1,200 requests a minute: every call succeeds, and next to none is refused. */
@Timeout(120)
class LimitsTest {

    private static final int CALLS = 60;
    private static final int THREADS = 16;
    private static final int REFUSED_MAX = 1;
    private static final String LAST = "event: message_stop";

    private final SimulatorServer provider;
    private final Lab lab;

    LimitsTest() throws Exception {
        provider = SimulatorServer.start(
                SimulatorOptions.builder()
                        .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                        .latency(Latency.fixed(Duration.ofMillis(100)))
                        .build(),
                0);
        lab = new Lab(provider.baseUrl());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void callsThatBlock() throws Exception {
        onThreads(number -> lab.limited
                .send(lab.message("Invoice " + number), BodyHandlers.ofString())
                .statusCode());
        everyCallSucceeded();
    }

    @Test
    void callsThatDoNot() throws Exception {
        List<CompletableFuture<Integer>> answers = startedOnThreads(call -> lab.limited
                .sendAsync(lab.message("Invoice " + call), BodyHandlers.ofByteArray())
                .thenApply(HttpResponse::statusCode));
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(200, answer.get(60, TimeUnit.SECONDS));
        }
        everyCallSucceeded();
    }

    @Test
    void streamsThatBlock() throws Exception {
        onThreads(number -> {
            HttpResponse<Stream<String>> answer =
                    lab.limited.send(lab.stream("Invoice " + number), BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                assertEquals(1, lines.filter(LAST::equals).count());
            }
            return answer.statusCode();
        });
        everyCallSucceeded();
    }

    @Test
    void streamsThatDoNot() throws Exception {
        List<CompletableFuture<String>> ends = startedOnThreads(call -> lab.limited
                .sendAsync(lab.stream("Invoice " + call), BodyHandlers.ofString())
                .thenApply(HttpResponse::body));
        for (CompletableFuture<String> end : ends) {
            assertTrue(end.get(60, TimeUnit.SECONDS).contains(LAST));
        }
        everyCallSucceeded();
    }

    private interface StartedCall<T> {
        CompletableFuture<T> start(int number);
    }

    /** Starts all calls from several threads, none of which waits for an answer. */
    private static <T> List<CompletableFuture<T>> startedOnThreads(StartedCall<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<CompletableFuture<T>>> starts = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                starts.add(threads.submit(() -> call.start(made)));
            }
            List<CompletableFuture<T>> started = new ArrayList<>();
            for (Future<CompletableFuture<T>> start : starts) {
                started.add(start.get(60, TimeUnit.SECONDS));
            }
            return started;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface NumberedCall {
        int make(int number) throws Exception;
    }

    private static void onThreads(NumberedCall call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                answers.add(threads.submit(() -> call.make(made)));
            }
            for (Future<Integer> answer : answers) {
                assertEquals(200, answer.get(60, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void everyCallSucceeded() {
        Ledger ledger = provider.provider().ledger();
        ForebayAssertions.assertAnsweredOnce(ledger, CALLS);
        ForebayAssertions.assertThrottledAtMost(ledger, REFUSED_MAX);
        ForebayAssertions.assertSettledAsCounted(ledger, lab.events);
        lab.nothingIsHeld();
    }
}
