package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines, prices, and answers that are not whole. */
class MoneyAndTimeTest {

    @TempDir
    private Path folder;

    @Test
    void theDeadlineEndsTheRunAndTheSameCommandGoesOn() throws Exception {
        Documents documents = Documents.invoices(folder, 60);
        try (SimulatorServer provider = SimulatorServer.start(
                Documents.quick().limits(Limits.parse("rpm=1200,burst=1s")).build(), 0)) {
            Invoked late = documents.run(provider, "--deadline", "1s");
            assertEquals(3, late.status(), late.err());
            assertTrue(late.err().contains("forebay: the deadline has passed with "), late.err());
            assertTrue(late.out().contains("to go on: run the same command again"), late.out());
            assertEquals(0, documents.run(provider).status());
            assertEquals(60, documents.correct());
            assertEquals(60, provider.provider().ledger().billed());
        }
    }

    @Test
    void aDeadlineInTimeChangesNothing() throws Exception {
        Documents documents = Documents.invoices(folder, 5);
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertEquals(0, documents.run(provider, "--deadline", "700h").status());
        }
    }

    @Test
    void anAnswerThatIsCutOffIsMarkedAndCounted() throws Exception {
        Documents documents = Documents.invoices(folder, 3);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider, "--max-tokens", "5");
            assertEquals(0, run.status(), run.err());
            assertTrue(
                    run.out()
                            .contains(
                                    "answers: 3 cut off at max tokens, 0 refused by the model; marked in their lines"),
                    run.out());
        }
        JsonNode line = documents.result("inv-0001");
        assertEquals("max_tokens", line.path("stop_reason").asText());
        assertTrue(line.path("truncated").asBoolean());
        assertTrue(line.path("refused").isMissingNode());
    }

    @Test
    void yourOwnPricesWinOverTheTable() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        Path prices = folder.resolve("prices.json");
        Files.writeString(prices, "{\"claude-haiku-4-5\":{\"in\":100,\"out\":0},\"mine\":{\"in\":1,\"out\":1}}");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertEquals(
                    0,
                    documents
                            .run(provider, "--prices", prices.toString(), "--budget", "1")
                            .status());
            JsonNode line = documents.result("inv-0001");
            double cost = line.path("usage").path("input_tokens").asDouble() * 100 / 1e6;
            assertEquals(cost, line.path("cost_usd").asDouble(), 1e-9);
            assertEquals(
                    2,
                    documents
                            .run(provider, "--prices", folder.resolve("none").toString())
                            .status());
            Files.writeString(prices, "{\"m\":{\"in\":2,\"aut\":1}}");
            Invoked wrong = documents.run(provider, "--prices", prices.toString());
            assertEquals(2, wrong.status());
            assertEquals(1, wrong.errLines().size(), wrong.err());
            assertTrue(wrong.err().contains("m has a field aut that is none"), wrong.err());
        }
    }

    @Test
    void theAnswersAsTheyCameCanBeExported() throws Exception {
        Documents documents = Documents.invoices(folder, 2);
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertEquals(0, documents.run(provider).status());
        }
        for (String own : new String[] {"", "-wal", ".lock"}) {
            Invoked refused =
                    Invoked.command("export", "--store", documents.store.toString(), "--out", documents.store + own);
            assertEquals(2, refused.status());
            assertTrue(refused.err().contains("is the store, or a file of it"), refused.err());
        }
        Invoked export = Invoked.command("export", "--raw", "--store", documents.store.toString());
        assertEquals(0, export.status(), export.err());
        assertEquals(2, export.out().lines().count());
        JsonNode line = Documents.json(export.out().lines().findFirst().orElseThrow());
        assertEquals("message", line.path("answer").path("type").asText());
        assertEquals(
                documents.result(line.path("id").asText()).path("text"),
                line.path("answer").path("content").path(0).path("text"));
    }
}
