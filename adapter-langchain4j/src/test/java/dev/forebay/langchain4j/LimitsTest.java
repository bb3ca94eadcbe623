package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import dev.forebay.testkit.ForebayAssertions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real models against a provider of 1,200 requests a minute: every call succeeds, and next to none is refused. */
@Timeout(120)
class LimitsTest {

    private static final int CALLS = 60;
    private static final int THREADS = 16;
    private static final int REFUSED_MAX = 1;

    @Test
    void callsThatBlock() throws Exception {
        withBoth((lab, call) -> lab.model.chat("Invoice " + call));
    }

    @Test
    void streams() throws Exception {
        withBoth((lab, call) -> {
            Heard heard = new Heard();
            lab.streaming.chat("Invoice " + call, heard);
            return heard.answer.get(60, TimeUnit.SECONDS).aiMessage().text();
        });
    }

    /** Each provider's form by itself, both at the same time, since either takes seconds of waiting. */
    private static void withBoth(NumberedCall call) throws Exception {
        ExecutorService forms = Executors.newFixedThreadPool(Form.values().length);
        try {
            List<Future<Boolean>> done = new ArrayList<>();
            for (Form form : Form.values()) {
                done.add(forms.submit(() -> everyCallSucceeds(form, call)));
            }
            for (Future<Boolean> each : done) {
                assertTrue(each.get(60, TimeUnit.SECONDS));
            }
        } finally {
            forms.shutdownNow();
        }
    }

    private static boolean everyCallSucceeds(Form form, NumberedCall call) throws Exception {
        try (SimulatorServer provider = provider(form)) {
            Lab lab = new Lab(form, provider.baseUrl());
            onThreads(lab, call);
            everyCallSucceeded(provider, lab);
            return true;
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
        String make(Lab lab, int number) throws Exception;
    }

    private static void onThreads(Lab lab, NumberedCall call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < CALLS; number++) {
                int made = number;
                answers.add(threads.submit(() -> call.make(lab, made)));
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
        ForebayAssertions.assertAnsweredOnce(ledger, CALLS);
        ForebayAssertions.assertThrottledAtMost(ledger, REFUSED_MAX);
        ForebayAssertions.assertSettledAsCounted(ledger, lab.events);
        lab.nothingIsHeld();
    }
}
