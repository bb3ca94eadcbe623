package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real models against a provider of 1,200 requests a minute: every call succeeds, and next to none is refused. */
@Timeout(120)
class LimitsTest {

    private static final int CALLS = 60;
    private static final int THREADS = 16;
    private static final int REFUSED_MAX = 1;

    @ParameterizedTest
    @EnumSource(Form.class)
    void callsThatBlock(Form form) throws Exception {
        try (SimulatorServer provider = provider(form)) {
            Lab lab = new Lab(form, provider.baseUrl());
            onThreads(call -> lab.model.chat("Invoice " + call));
            everyCallSucceeded(provider, lab);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void streams(Form form) throws Exception {
        try (SimulatorServer provider = provider(form)) {
            Lab lab = new Lab(form, provider.baseUrl());
            onThreads(call -> {
                Heard heard = new Heard();
                lab.streaming.chat("Invoice " + call, heard);
                return heard.answer.get(60, TimeUnit.SECONDS).aiMessage().text();
            });
            everyCallSucceeded(provider, lab);
        }
    }

    private static SimulatorServer provider(Form form) throws Exception {
        return SimulatorServer.start(
                SimulatorOptions.builder()
                        .limits(Limits.parse(form.limits))
                        .latency(Latency.fixed(Duration.ofMillis(100)))
                        .build(),
                0);
    }

    private interface NumberedCall {
        String make(int number) throws Exception;
    }

    private static void onThreads(NumberedCall call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                answers.add(threads.submit(() -> call.make(made)));
            }
            for (Future<String> answer : answers) {
                assertFalse(answer.get(60, TimeUnit.SECONDS).isEmpty());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void everyCallSucceeded(SimulatorServer provider, Lab lab) throws Exception {
        for (int call = 0; call < CALLS; call++) {
            assertTrue(lab.settled().usage().isPresent());
        }
        Ledger ledger = provider.provider().ledger();
        assertEquals(CALLS, ledger.answered(), ledger::toString);
        assertEquals(0, ledger.answeredTwice(), ledger::toString);
        assertTrue(ledger.rejectedTotal() <= REFUSED_MAX, ledger::toString);
        lab.nothingIsHeld();
    }
}
