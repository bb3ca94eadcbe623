package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dry run says, beside what it costs in the end.
 *
 * <p>Planted faults that it catches: something is sent or written; jobs that are done are counted again; the learned tokens are
 * not used; the wrong limit is named.
 */
class DryRunTest {

    @TempDir
    private Path folder;

    private JsonNode forecast(Documents documents, SimulatorServer provider, String... more) {
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("--dry-run", "--progress", "json", "--price", "in=2,out=10"));
        Invoked dry = documents.run(provider, options.toArray(String[]::new));
        assertEquals(0, dry.status(), dry.err());
        return Documents.json(dry.out());
    }

    @Test
    void saysTimeCostAndLimitAndSendsNothing() throws Exception {
        Documents documents = Documents.invoices(folder, 200);
        try (SimulatorServer provider = Documents.quickProvider()) {
            JsonNode dry = forecast(documents, provider, "--limits", "rpm=1200,itpm=60k,otpm=120k,burst=10s");
            assertEquals(200, dry.path("jobs").asInt());
            assertEquals("input-tokens", dry.path("binding").asText());
            assertEquals("assumed", dry.path("basis").asText());
            assertEquals(0, provider.provider().ledger().arrived());
            assertFalse(Files.exists(documents.store) || Files.exists(documents.results), "nothing is written");
            double seconds = (dry.path("input_tokens").asDouble() - 10_000) / 1_000 + 1;
            assertEquals(seconds, dry.path("seconds_p50").asDouble(), 0.5);
            assertTrue(
                    dry.path("seconds_p90").asDouble() > dry.path("seconds_p50").asDouble());

            documents.run(provider, "--price", "in=2,out=10");
            double real = provider.provider().ledger().inputTokens() * 2e-6
                    + provider.provider().ledger().outputTokens() * 10e-6;
            assertEquals(real, dry.path("cost_usd").asDouble(), real / 10);
            assertEquals(
                    dry.path("cost_usd").asDouble() / 2,
                    dry.path("batch_cost_usd").asDouble(),
                    1e-5);
            assertTrue(dry.path("cost_low_usd").asDouble() < real
                    && real < dry.path("cost_worst_usd").asDouble());
        }
    }

    @Test
    void learnsFromTheAnswersInTheStoreAndLeavesOutWhatIsDone() throws Exception {
        Documents documents = Documents.invoices(folder, 50);
        try (SimulatorServer provider = SimulatorServer.start(
                Documents.quick().limits(Limits.parse("rpm=6000,burst=1s")).build(), 0)) {
            assertEquals(0, documents.run(provider).status());
            Documents.invoices(folder, 350);
            long answered = provider.provider().ledger().billed();
            JsonNode dry = forecast(documents, provider);
            assertEquals(300, dry.path("jobs").asInt());
            assertEquals("learned", dry.path("basis").asText());
            assertEquals("requests", dry.path("binding").asText(), "the limit was learned from the headers");
            assertEquals(answered, provider.provider().ledger().billed());
        }
    }

    @Test
    void whatNoLimitLetsThroughIsCountedAndLeftOut() throws Exception {
        Documents documents = Documents.lines(
                folder, "{\"id\":\"a\",\"text\":\"x\"}", "{\"id\":\"b\",\"text\":\"" + "word ".repeat(40_000) + "\"}");
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] limits = {"--dry-run", "--limits", "itpm=10000", "--price", "in=2,out=10"};
            Invoked dry = documents.run(provider, limits);
            assertEquals(1, dry.status(), dry.err());
            assertTrue(dry.out().contains("1 to do, 1 that a limit will never let through"), dry.out());
            JsonNode json = Documents.json(documents
                    .run(provider, "--dry-run", "--limits", "itpm=10000", "--progress", "json")
                    .out());
            assertEquals(1, json.path("jobs").asInt());
            assertEquals(1, json.path("never_fit").asInt());
            assertTrue(json.path("input_tokens").asLong() < 1_000, json.toString());
        }
    }

    @Test
    void withoutLimitsAndPriceItSaysWhatToGive() throws Exception {
        Documents documents = Documents.invoices(folder, 3);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked dry = documents.run(provider, "--dry-run", "--model", "nobody-knows-it");
            assertEquals(0, dry.status());
            assertTrue(dry.out().contains("give --limits"), dry.out());
            assertTrue(dry.out().contains("give --price"), dry.out());
            Invoked budget = documents.run(provider, "--dry-run", "--budget", "0.001", "--price", "in=2,out=10");
            assertTrue(budget.out().contains("budget: ends after about 0 jobs"), budget.out());
        }
    }
}
