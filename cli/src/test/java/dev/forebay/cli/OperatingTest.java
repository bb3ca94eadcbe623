package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside {@code run}: what they do, what they say, and that a program can read it. */
class OperatingTest {

    @TempDir
    private Path folder;

    private String store() {
        return folder.resolve("out.jsonl.db").toString();
    }

    private static void assertDone(String out, Invoked invoked) {
        assertEquals(0, invoked.status(), invoked.err());
        assertEquals("", invoked.err());
        assertTrue(invoked.out().contains(out), invoked.out());
    }

    private static JsonNode json(Invoked invoked) {
        assertEquals(0, invoked.status(), invoked.err());
        return Documents.json(invoked.out());
    }

    private static void assertOneLine(int status, String part, Invoked invoked) {
        assertEquals(status, invoked.status(), invoked.err());
        assertEquals(1, invoked.errLines().size(), invoked.err());
        assertTrue(invoked.err().contains(part), invoked.err());
        assertEquals("", invoked.out());
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPausedStoreIsRunByNobodyUntilItIsResumed() throws Exception {
        Documents documents = Documents.invoices(folder, 5);
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertOneLine(2, "there is no store", Invoked.command("pause", "--store", store()));
            assertOneLine(2, "there is no store", Invoked.command("resume", "--store", store()));
            documents.run(provider);
            Documents.invoices(folder, 8);
            assertDone("paused: no run is at work", Invoked.command("pause", "--store", store()));
            assertDone("was paused already", Invoked.command("pause", "--store", store()));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(store() + ".paused"))));
            assertDone("  paused: no calls are started", Invoked.command("status", "--store", store()));
            assertTrue(json(Invoked.command("status", "--store", store(), "--json"))
                    .path("paused")
                    .asBoolean());
            assertOneLine(3, "forebay resume --store", documents.run(provider));
            assertEquals(5, provider.provider().ledger().arrived());
            assertDone("resumed: no run is at work", Invoked.command("resume", "--store", store()));
            JsonNode again = json(Invoked.command("resume", "--store", store(), "--json"));
            assertFalse(again.path("changed").asBoolean());
            assertEquals(0, documents.run(provider).status());
            assertEquals(8, documents.correct());
        }
    }

    @Test
    void cancelledJobsArePassedOverUntilTheyAreBroughtBack() throws Exception {
        Documents documents = Documents.invoices(folder, 10);
        try (SimulatorServer provider = Documents.quickProvider()) {
            // Held by the key, so that all of them wait.
            assertEquals(
                    3,
                    documents
                            .run(provider, "--price", "in=2,out=10", "--budget", "0.000001")
                            .status());
            assertOneLine(2, "say which jobs", Invoked.command("cancel", "--store", store()));
            assertOneLine(2, "say which jobs", Invoked.command("cancel", "--all", "inv-0001", "--store", store()));
            assertOneLine(
                    2,
                    "there is no job inv-9999",
                    Invoked.command("cancel", "inv-0001", "inv-9999", "--store", store()));
            assertDone("2 jobs are cancelled", Invoked.command("cancel", "inv-0001", "inv-0002", "--store", store()));
            assertDone(
                    "1 job is cancelled; `forebay cancel --undo` brings them back; 1 of those named",
                    Invoked.command("cancel", "inv-0002", "inv-0003", "--store", store()));
            Invoked run = documents.run(provider);
            assertEquals(0, run.status(), run.err());
            assertEquals(7, documents.resultsById().size());
            assertDone("1 job is ready again", Invoked.command("cancel", "--undo", "inv-0001", "--store", store()));
            assertEquals(
                    2,
                    json(Invoked.command("cancel", "--undo", "--all", "--json", "--store", store()))
                            .path("reinstated")
                            .asInt());
            assertEquals(0, documents.run(provider).status());
            assertEquals(10, documents.correct());
            assertEquals(
                    0,
                    json(Invoked.command("cancel", "--all", "--json", "--store", store()))
                            .path("cancelled")
                            .asInt());
        }
    }

    @Test
    void aPurgedStoreIsSmallerAndRepeatsNothing() throws Exception {
        Documents documents = Documents.invoices(folder, 200);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Files.delete(documents.results);
            JsonNode purged = json(Invoked.command("purge", "--json", "--store", store()));
            assertEquals(200, purged.path("purged").asInt());
            assertTrue(purged.path("freed_bytes").asLong() > 100_000, purged.toString());
            assertEquals(Files.size(documents.store), purged.path("store_bytes").asLong());
            assertDone("0 jobs are purged", Invoked.command("purge", "--store", store()));
            assertEquals(0, documents.run(provider).status());
            assertEquals(200, documents.correct());
            assertEquals(200, provider.provider().ledger().arrived());
            assertEquals(
                    200,
                    Invoked.command("export", "--store", store()).out().lines().count());
        }
    }

    @Test
    void deletingAStoreWantsAYes() throws Exception {
        Documents documents = Documents.invoices(folder, 3);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Invoked.command("pause", "--store", store());
            assertOneLine(
                    2,
                    "with 3 jobs, 0 of them without a result",
                    Invoked.command("purge", "--all", "--store", store()));
            assertOneLine(2, "--yes goes with --all", Invoked.command("purge", "--yes", "--store", store()));
            assertDone("3 jobs are deleted", Invoked.command("purge", "--all", "--yes", "--store", store()));
            assertEquals(List.of("expected.jsonl", "in.jsonl", "out.jsonl"), files());
            assertEquals(3, documents.correct());
        }
    }

    @Test
    void whatChangesAStoreIsRefusedWhileARunHasIt() throws Exception {
        String pid = "process " + ProcessHandle.current().pid();
        try (SqliteJobStore inUse = SqliteJobStore.open(Path.of(store()))) {
            assertOneLine(2, pid, Invoked.command("cancel", "--all", "--store", store()));
            assertOneLine(2, pid, Invoked.command("purge", "--store", store()));
            assertOneLine(2, pid, Invoked.command("purge", "--all", "--yes", "--store", store()));
            assertOneLine(2, pid, Invoked.command("dead", "retry", "--all", "--store", store()));
            assertDone(pid + " is at work", Invoked.command("status", "--store", store()));
            assertDone(pid + " starts no more calls", Invoked.command("pause", "--store", store()));
            assertDone(pid + " goes on", Invoked.command("resume", "--store", store()));
            assertEquals(0, inUse.counts().toCompletableFuture().join().total());
        }
        assertTrue(json(Invoked.command("status", "--json", "--store", store()))
                .path("pid")
                .isNull());
    }

    @Test
    void theDeadAreShownMendedAndRunAgain() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick().faults(FaultPlan.parse("500=0.2")).seed(5).build(), 0);
        try (provider) {
            assertEquals(1, documents.run(provider, "--max-attempts", "1").status());
            provider.provider().plan(FaultPlan.none());
            Invoked list = Invoked.command("dead", "list", "--json", "--store", store());
            String id = Documents.json(list.out().lines().toList().get(0))
                    .path("id")
                    .asText();
            JsonNode shown = json(Invoked.command("dead", "show", id, "--json", "--store", store()));
            assertEquals("dead", shown.path("state").asText());
            assertEquals(1, shown.path("attempts").asInt());
            assertEquals("buried", shown.path("history").get(0).path("event").asText());
            assertTrue(shown.path("request").asText().contains("Extract vendor"), shown.toString());
            assertDone("buried  attempt 1 was the last", Invoked.command("dead", "show", id, "--store", store()));
            assertOneLine(2, "there is no job", Invoked.command("dead", "retry", "nobody", "--store", store()));

            Invoked export = Invoked.command("dead", "export", "--store", store());
            JsonNode line = Documents.json(export.out().lines().toList().get(0));
            assertEquals(id, line.path("id").asText());
            assertTrue(line.path("prompt").asText().startsWith("Extract vendor, amount, date: "), line.toString());
            assertTrue(line.path("error").asText().startsWith("attempt 1 was the last"), line.toString());
            long dead = export.out().lines().count();
            assertEquals(dead, list.out().lines().count());

            int retried = json(Invoked.command("dead", "retry", id, "--json", "--store", store()))
                    .path("retried")
                    .asInt();
            assertEquals(1, retried);
            assertDone(
                    "; 1 of those named were passed over, as they are not dead",
                    Invoked.command("dead", "retry", id, "--store", store()));
            assertDone(" ready again", Invoked.command("dead", "retry", "--all", "--store", store()));
            assertEquals(0, documents.run(provider).status());
            assertEquals(20, documents.correct());
            assertDone("no job is dead", Invoked.command("dead", "retry", "--all", "--store", store()));
        }
    }
}
