package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.pool.Pool;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.signal.Usage;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A thousand calls of two pools that share a key without knowing of each other, so that the provider refuses some: what the
 * metrics count is what the provider has served, to the last token.
 *
 * <p>Planted faults that it catches: a throttle that is no request; the tokens of one kind counted as another; a retry that is
 * not told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddsUpTest {

    private static final int CALLS = 1_000;

    private final Lab lab = new Lab(SimulatorOptions.builder()
            .limits(Limits.parse("rpm=1200,itpm=60000,otpm=60000,burst=2s,concurrency=14"))
            .latency(Latency.fixed(Duration.ofMillis(400)))
            .faults(FaultPlan.parse("529=0.01,acceleration=0.005"))
            .seed(7)
            .build());
    private final Ledger ledger = run();

    private Ledger run() {
        List<Pool> pools = List.of(lab.pool("left", ""), lab.pool("right", ""));
        List<CompletableFuture<RawAnswer>> calls = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            calls.add(lab.call(pools.get(call % 2), "Invoice " + call + " of " + "x".repeat(call % 97)));
        }
        lab.drain(calls);
        return lab.simulated.ledger();
    }

    @Test
    void addsUpToTheLedger() {
        assertEquals(CALLS, ledger.answered(), ledger::toString);
        assertEquals(ledger.arrived(), lab.sum("forebay.requests"));
        assertEquals(ledger.answered(), lab.sum("forebay.requests", "kind", "succeeded"));
        assertEquals(ledger.faults("529"), lab.sum("forebay.requests", "kind", "overloaded"));
        assertEquals(ledger.inputTokens(), lab.sum("forebay.tokens", "kind", "input"));
        assertEquals(ledger.outputTokens(), lab.sum("forebay.tokens", "kind", "output"));
        assertEquals(0, lab.sum("forebay.tokens", "kind", "cache-read"));
        assertEquals(ledger.arrived(), lab.sum("forebay.line.wait"));
        assertEquals(ledger.arrived() - CALLS, lab.sum("forebay.retries"));
        long nanoDollars = Lab.PRICE.nanoDollars(Usage.tokens(ledger.inputTokens(), ledger.outputTokens()));
        assertEquals(nanoDollars / 1e9, lab.sum("forebay.cost"), 1e-9);
    }

    @Test
    void throttlesAddUpByKindAndDimension() {
        long growth = ledger.faults("acceleration");
        assertTrue(growth > 0 && ledger.rejected().size() > 1, ledger::toString);
        assertEquals(ledger.rejectedTotal() + growth, lab.sum("forebay.throttles"));
        assertEquals(growth, lab.sum("forebay.throttles", "kind", "growth"));
        ledger.rejected()
                .forEach((limit, count) -> assertEquals(
                        (double) count, lab.sum("forebay.throttles", "dimension", limit.replace('_', '-')), limit));
        for (String kind : List.of("rate", "concurrency", "growth")) {
            assertEquals(
                    lab.sum("forebay.requests", "kind", "throttled-" + kind),
                    lab.sum("forebay.throttles", "kind", kind));
        }
    }

    @Test
    void nothingIsLeftInTheGauges() {
        for (String gauge : List.of("line.length", "in.flight", "stopped", "limit.reserved")) {
            assertEquals(0, lab.sum("forebay." + gauge), gauge);
        }
    }
}
