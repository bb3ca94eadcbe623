package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over HTTP, from the file of documents to the file of results. */
class RunTest {

    @TempDir
    private Path folder;

    @Test
    void everyInvoiceComesBackRightAndIsPaidForOnce() throws Exception {
        Documents documents = Documents.invoices(folder, 100);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider);
            assertEquals(0, run.status(), run.err());
            assertEquals(100, documents.correct());
            Ledger ledger = provider.provider().ledger();
            assertEquals(100, ledger.billed());
            assertEquals(0, ledger.billedTwice());
            assertEquals(0, ledger.rejectedTotal());
            assertTrue(run.out().startsWith("100 done, 0 dead, 0 held, 0 left, 0 bad lines"), run.out());
        }
        assertFalse(Files.exists(folder.resolve("out.jsonl.failed.jsonl")));
    }

    @Test
    void aLineSaysWhatItCost() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider, "--price", "in=2,out=10");
        }
        JsonNode line = documents.result("inv-0001");
        assertEquals(
                List.of("id", "status", "text", "stop_reason", "usage", "attempts", "throttles", "cost_usd"),
                line.properties().stream().map(java.util.Map.Entry::getKey).toList());
        long micros = 2 * line.path("usage").path("input_tokens").asLong()
                + 10 * line.path("usage").path("output_tokens").asLong();
        assertEquals(micros / 1e6, line.path("cost_usd").asDouble(), 1e-9);
        assertEquals("succeeded", line.path("status").asText());
        assertEquals("end_turn", line.path("stop_reason").asText());
        assertEquals(1, line.path("attempts").asInt());
    }

    @Test
    void openAiTakesTheSameFile() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider, "--provider", "openai", "--model", "local-model");
            assertEquals(0, run.status(), run.err());
            assertEquals(20, documents.correct());
            assertTrue(run.out().contains("price unknown"), run.out());
        }
        assertTrue(documents.result("inv-0001").path("cost_usd").isNull());
    }

    @Test
    void theSameCommandAgainCallsNobody() throws Exception {
        Documents documents = Documents.invoices(folder, 10);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            String before = Files.readString(documents.results);
            Invoked again = documents.run(provider);
            assertEquals(0, again.status(), again.err());
            assertEquals(10, provider.provider().ledger().arrived());
            assertEquals(before, Files.readString(documents.results));
        }
    }

    @Test
    void newLinesAreDoneAndOldOnesAreNot() throws Exception {
        Documents documents = Documents.invoices(folder, 10);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Documents.invoices(folder, 15);
            assertEquals(0, documents.run(provider).status());
            assertEquals(15, documents.correct());
            assertEquals(15, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aDeletedResultsFileIsWrittenAnewFromTheStore() throws Exception {
        Documents documents = Documents.invoices(folder, 10);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Files.delete(documents.results);
            assertEquals(0, documents.run(provider).status());
            assertEquals(10, documents.correct());
            assertEquals(10, provider.provider().ledger().arrived());
        }
    }

    @Test
    void throttlesCostNoAttempt() throws Exception {
        Documents documents = Documents.invoices(folder, 60);
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick().limits(Limits.parse("rpm=1200,burst=1s")).build(), 0);
        try (provider) {
            // Told a limit that is four times too high, the run is turned away at first, and learns.
            Invoked run = documents.run(provider, "--limits", "rpm=4800,burst=1s", "--max-attempts", "1");
            assertEquals(0, run.status(), run.err());
            assertEquals(60, documents.correct());
            assertTrue(provider.provider().ledger().rejectedTotal() > 0, "nobody was turned away");
            assertTrue(run.err().contains("throttled by requests; retrying in "), run.err());
        }
        long throttles = documents.resultsById().values().stream()
                .mapToLong(line -> line.path("throttles").asLong())
                .sum();
        assertTrue(throttles > 0, "no line tells of its throttles");
    }

    @Test
    void faultsLoseNothing() throws Exception {
        Documents documents = Documents.invoices(folder, 100);
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick()
                        .faults(FaultPlan.parse("529=0.04,500=0.03,lost=0.02,hang=0.02,reset=0.02,cut=0.02"))
                        .seed(3)
                        .build(),
                0);
        try (provider) {
            Invoked run = documents.run(provider, "--timeout", "2s", "--max-attempts", "10");
            assertEquals(0, run.status(), run.err());
            assertEquals(100, documents.correct());
            Ledger ledger = provider.provider().ledger();
            long unanswered = ledger.faults("lost") + ledger.faults("hang") + ledger.faults("cut");
            assertTrue(unanswered > 0, "no fault befell a billed call");
            assertTrue(ledger.billed() - 100 <= unanswered, ledger.toJson());
            assertEquals(0, ledger.answeredTwice());
        }
    }

    @Test
    void aJobWhoseAttemptsAreSpentIsListedAndCanBeBroughtBack() throws Exception {
        Documents documents = Documents.invoices(folder, 60);
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick().faults(FaultPlan.parse("500=0.1")).build(), 0);
        try (provider) {
            Invoked run = documents.run(provider, "--max-attempts", "1");
            assertEquals(1, run.status(), run.err());
            List<JsonNode> failed = Documents.lines(folder.resolve("out.jsonl.failed.jsonl"));
            assertEquals(60, failed.size() + documents.correct());
            assertEquals("failed", failed.get(0).path("status").asText());
            assertTrue(failed.get(0).path("error").asText().contains("attempt 1 was the last"), failed.toString());

            Invoked list = Invoked.command("dead", "list", "--store", documents.store.toString());
            assertEquals(failed.size(), list.out().lines().count());
            provider.provider().plan(FaultPlan.none());
            Invoked retry = Invoked.command("dead", "retry", "--all", "--store", documents.store.toString());
            assertEquals(0, retry.status(), retry.err());
            assertEquals(0, documents.run(provider, "--max-attempts", "1").status());
            assertEquals(60, documents.correct());
        }
        assertFalse(Files.exists(folder.resolve("out.jsonl.failed.jsonl")));
    }

    @Test
    void aBudgetIsNeverExceededAndTheRunGoesOnWhenItIsRaised() throws Exception {
        Documents documents = Documents.invoices(folder, 40);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run =
                    documents.run(provider, "--price", "in=10,out=100", "--budget", "0.15", "--max-tokens", "100");
            assertEquals(3, run.status(), run.err() + run.out());
            double spent = documents.resultsById().values().stream()
                    .mapToDouble(line -> line.path("cost_usd").asDouble())
                    .sum();
            assertTrue(spent > 0 && spent <= 0.15, "spent " + spent);
            assertTrue(run.err().contains("budget"), run.err());
            assertTrue(run.out().contains("run the same command again with a larger --budget"), run.out());

            Invoked more = documents.run(provider, "--price", "in=10,out=100", "--budget", "15", "--max-tokens", "100");
            assertEquals(0, more.status(), more.err());
            assertEquals(40, documents.correct());
            assertEquals(0, provider.provider().ledger().billedTwice());
        }
    }
}
