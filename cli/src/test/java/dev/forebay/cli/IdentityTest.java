package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.http.SimulatorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which job is which: edited inputs, stores of other runs, no store at all, and what a refused run leaves behind. */
class IdentityTest {

    @TempDir
    private Path folder;

    private static void assertRefused(int status, String part, Invoked invoked) {
        assertEquals(status, invoked.status(), invoked.err());
        assertEquals(1, invoked.errLines().size(), invoked.err());
        assertTrue(invoked.err().startsWith("forebay: "), invoked.err());
        assertTrue(invoked.err().contains(part), invoked.err());
    }

    private Documents lines(int from, int to, String text) throws IOException {
        return Documents.lines(
                folder,
                IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "{\"id\":\"job%02d\",\"text\":\"%s %d\"}".formatted(i, text, i))
                        .toArray(String[]::new));
    }

    private static long count(Path store, JobState state) {
        try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
            return reader.counts().toCompletableFuture().join().of(state);
        }
    }

    private static long total(Path store) {
        try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
            return reader.counts().toCompletableFuture().join().total();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anEditedInputIsRefusedWholeBeforeAnythingOfItIsCommitted() throws Exception {
        Documents documents = lines(1, 30, "first");
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            // New lines first, changed ones last: nothing of it may be in the store when the change is found.
            String unchanged = Files.readString(documents.input);
            lines(31, 60, "new");
            String fresh = Files.readString(documents.input);
            Files.writeString(documents.input, fresh + "\n" + unchanged.replace("first", "edited"));
            Invoked refused = documents.run(provider);
            assertRefused(2, "job01, job02, ", refused);
            assertTrue(refused.err().contains("job20 and 10 others; take back what was changed"), refused.err());
            assertEquals(30, total(documents.store));
            assertEquals(List.of("in.jsonl", "out.jsonl", "out.jsonl.db", "out.jsonl.db.lock"), files());
            assertEquals(30, provider.provider().ledger().arrived());

            Files.writeString(documents.input, fresh + "\n" + unchanged);
            assertEquals(0, documents.run(provider).status());
            assertEquals(60, documents.resultsById().size());
            assertEquals(60, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aRerunDoesTheChangedOnesAnewAndNoIdStandsTwice() throws Exception {
        Documents documents = lines(1, 20, "first");
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            String before = documents.result("job07").path("text").asText();
            Files.writeString(
                    documents.input,
                    Files.readString(documents.input)
                            .replace("first 7\"", "a much longer text about number 7\"")
                            .replace("first 9\"", "a much longer text about number 9\""));
            Invoked rerun = documents.run(provider, "--changed", "rerun");
            assertEquals(0, rerun.status(), rerun.err());
            assertTrue(rerun.err().contains("2 jobs got another request and will be done anew"), rerun.err());
            assertEquals(20, documents.resultsById().size());
            assertEquals(22, provider.provider().ledger().arrived());
            long tokens =
                    documents.result("job07").path("usage").path("input_tokens").asLong();
            assertTrue(
                    tokens
                            > documents
                                    .result("job08")
                                    .path("usage")
                                    .path("input_tokens")
                                    .asLong(),
                    "the old result of job07 is there: " + before);
            assertEquals(0, documents.run(provider).status());
            assertEquals(22, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aDryRunSaysWhatTheRunWouldDoWithChangedOnes() throws Exception {
        Documents documents = lines(1, 10, "first");
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            assertTrue(documents.run(provider, "--dry-run").out().contains("jobs:   0 to do"));
            Files.writeString(
                    documents.input,
                    Files.readString(documents.input).replace("first 7", "second 7") + "\n"
                            + "{\"id\":\"job11\",\"text\":\"new\"}");
            assertRefused(2, "job07; take back", documents.run(provider, "--dry-run"));
            Invoked rerun = documents.run(provider, "--dry-run", "--changed", "rerun");
            assertTrue(rerun.out().contains("jobs:   2 to do"), rerun.out());
            Invoked keep = documents.run(provider, "--dry-run", "--changed", "keep");
            assertTrue(keep.out().contains("jobs:   1 to do"), keep.out());
            assertEquals(10, provider.provider().ledger().arrived());
        }
    }

    @Test
    void changedOnesCanBeKept() throws Exception {
        Documents documents = lines(1, 10, "first");
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            String results = Files.readString(documents.results);
            lines(1, 12, "other");
            Invoked kept = documents.run(provider, "--changed", "keep");
            assertEquals(0, kept.status(), kept.err());
            assertTrue(kept.err().contains("10 jobs keep the request and the result that the store has"), kept.err());
            assertEquals(12, provider.provider().ledger().arrived());
            assertTrue(Files.readString(documents.results).startsWith(results));
            assertEquals(12, documents.resultsById().size());
        }
    }

    @Test
    void whatIsMendedJoinsTheOthers() throws Exception {
        Documents documents = Documents.lines(
                folder,
                "{\"id\":\"good\",\"text\":\"short\"}",
                "{\"id\":\"large\",\"text\":\"" + "word ".repeat(20_000) + "\"}");
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick()
                        .limits(dev.forebay.simulator.limit.Limits.parse("itpm=2000"))
                        .build(),
                0);
        try (provider) {
            assertEquals(1, documents.run(provider, "--limits", "itpm=2000").status());
            Path mend = folder.resolve("mend.jsonl");
            String exported = Invoked.command("dead", "export", "--store", documents.store.toString())
                    .out();
            assertEquals(1, exported.lines().count());
            Files.writeString(mend, exported.replaceAll("(word )+", "few words"));
            Invoked mended = Invoked.command(
                    "run",
                    mend.toString(),
                    "--prompt",
                    "{prompt}",
                    "--base-url",
                    provider.baseUrl().toString(),
                    "--out",
                    documents.results.toString(),
                    "--changed",
                    "rerun");
            assertEquals(0, mended.status(), mended.err());
            assertEquals(2, documents.resultsById().size());
            assertFalse(Files.exists(folder.resolve("out.jsonl.failed.jsonl")));
        }
    }

    @Test
    void aRerunThatIsKilledBetweenTheStoreAndTheFileDoublesNothing() throws Exception {
        Documents documents = lines(1, 40, "first");
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            lines(1, 40, "other");
            Child child = Child.start(
                    folder, documents.runArguments(provider, "--changed", "rerun", "--limits", "concurrency=2"));
            Waiting.untilBilled(provider, 50);
            child.kill();
            child.process().waitFor();
            assertTrue(count(documents.store, JobState.DONE) < 40, "the run had ended before it was killed");
            Waiting.untilAtRest(() -> provider.provider().ledger().billed());
            long billed = provider.provider().ledger().billed();
            // Whatever stands in the file now, the same command makes it whole.
            assertEquals(0, documents.run(provider, "--changed", "rerun").status());
            assertEquals(40, documents.resultsById().size());
            assertTrue(provider.provider().ledger().billed() - billed <= 40, "finished jobs were called again");
            assertEquals(0, documents.run(provider).status());
        }
    }

    @Test
    void withoutAStoreARunWorksAndLeavesTheResultsAlone() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider, "--store", "none");
            assertEquals(0, run.status(), run.err());
            assertEquals(20, documents.correct());
            assertFalse(run.out().contains("store:"), run.out());
            assertEquals(List.of("expected.jsonl", "in.jsonl", "out.jsonl"), files());
            assertRefused(2, "is there already", documents.run(provider, "--store", "none"));
            assertEquals(20, documents.correct());
        }
    }

    @Test
    void withoutAStoreALargeInputIsRefused() throws Exception {
        Documents documents = lines(1, 10_001, "many");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertRefused(2, "--store none holds 10,000 documents", documents.run(provider, "--store", "none"));
            assertEquals(0, provider.provider().ledger().arrived());
            assertEquals(List.of("in.jsonl"), files());
        }
    }

    @Test
    void aRefusedRunLeavesNothingBehind() throws Exception {
        Documents documents = Documents.invoices(folder, 2);
        Files.writeString(documents.results, "precious\n");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertRefused(2, "give another --out", documents.run(provider));
            assertEquals(List.of("expected.jsonl", "in.jsonl", "out.jsonl"), files());
            Files.delete(documents.results);
            Files.writeString(documents.store, "no store ".repeat(100));
            assertRefused(2, "is not a store", documents.run(provider));
            assertEquals(List.of("expected.jsonl", "in.jsonl", "out.jsonl.db"), files());
        }
    }

    @Test
    void aRefusedRunOnACopiedStoreLeavesNoLockBehind() throws Exception {
        Documents documents = Documents.invoices(folder, 2);
        Path lock = folder.resolve("out.jsonl.db.lock");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertEquals(0, documents.run(provider).status());
            Files.delete(lock);
            List<String> before = files();
            assertRefused(2, "stand for another request", documents.run(provider, "--max-tokens", "7"));
            assertEquals(before, files());
            assertEquals(0, documents.run(provider).status());
            assertRefused(2, "stand for another request", documents.run(provider, "--max-tokens", "7"));
            assertTrue(Files.exists(lock), "it was there before");
        }
    }

    @Test
    void aStoreOfANewerVersionIsRefusedByEveryCommand() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        String store = documents.store.toString();
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
                connection.createStatement().executeUpdate("PRAGMA user_version = 99");
            }
            for (String command :
                    List.of("status", "export", "cancel --all", "dead list", "purge", "purge --all --yes")) {
                String[] arguments = (command + " --store " + store).split(" ", -1);
                assertRefused(2, "version 99", Invoked.command(arguments));
            }
            assertRefused(2, "version 99", documents.run(provider));
            assertEquals(1, provider.provider().ledger().arrived());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --out in.jsonl                            | is the input
            --out linked.jsonl                        | is the input
            --store in.jsonl                          | is the input
            --out out.jsonl --store out.jsonl         | that the results go to
            --out out.jsonl --store ./out.jsonl       | that the results go to
            --out a --store a.failed.jsonl            | that the results go to
            --out .                                   | is a folder
            """)
    void filesThatWouldWriteOverEachOtherAreRefused(String options, String part) throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        String before = Files.readString(documents.input);
        Files.createSymbolicLink(folder.resolve("linked.jsonl"), documents.input);
        Stream<String> placed = Stream.of(options.split(" ", -1))
                .map(word -> word.startsWith("--") ? word : folder.resolve(word).toString());
        String[] arguments = Stream.concat(
                        Stream.of(
                                "run",
                                documents.input.toString(),
                                "--prompt",
                                "{text}",
                                "--base-url",
                                "http://127.0.0.1:1"),
                        placed)
                .toArray(String[]::new);
        assertRefused(2, part, Invoked.command(arguments));
        assertEquals(before, Files.readString(documents.input));
    }

    @Test
    void theFileOfFailuresIsNoInputOfItsOwnRun() throws Exception {
        Path failed = folder.resolve("out.jsonl.failed.jsonl");
        Files.writeString(failed, "{\"id\":\"a\",\"text\":\"x\"}\n");
        Invoked run = Invoked.command(
                "run",
                failed.toString(),
                "--prompt",
                "{text}",
                "--base-url",
                "http://127.0.0.1:1",
                "--out",
                folder.resolve("out.jsonl").toString());
        assertRefused(2, "would be written over it", run);
        assertTrue(Files.exists(failed));
    }

    /** Where more than one thing is wrong, the first of docs/cli.md, "What is said first", is said. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing.jsonl | --bogus --limits rpm=-1                     | unknown here: --bogus
            nothing.jsonl | --out nowhere/a.jsonl --limits rpm=-1       | there is no file
            in.jsonl      | --out nowhere/a.jsonl --provider acme       | does not exist
            in.jsonl      | --prompt {x --provider acme                 | begins no field
            empty.jsonl   | --limits rpm=-1                             | holds no documents
            in.jsonl      | --limits rpm=-1                             | there is no key
            in.jsonl      | --base-url http://127.0.0.1:1 --budget 1 --model m --limits rpm=-1 | rpm=-1
            in.jsonl      | --base-url http://127.0.0.1:1 --budget 1 --model m                 | --price in=2
            """)
    void theMistakeThatComesFirstIsSaid(String input, String options, String part) throws Exception {
        Documents.invoices(folder, 1);
        Files.writeString(folder.resolve("empty.jsonl"), "\n\n");
        List<String> arguments =
                new java.util.ArrayList<>(List.of("run", folder.resolve(input).toString()));
        if (!options.startsWith("--prompt")) {
            arguments.addAll(List.of("--prompt", "{text}"));
        }
        arguments.addAll(List.of(options.split(" ", -1)));
        assertRefused(2, part, Invoked.command(Map.of(), arguments.toArray(String[]::new)));
    }

    @Test
    void aPauseIsSaidBeforeTheStoreIsLookedInto() throws Exception {
        Documents documents = Documents.invoices(folder, 2);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Invoked.command("pause", "--store", documents.store.toString());
            assertRefused(3, "paused: ", documents.run(provider, "--max-tokens", "7"));
            Invoked.command("resume", "--store", documents.store.toString());
            Files.writeString(documents.results, "edited\n" + Files.readString(documents.results));
            assertRefused(2, "was changed since", documents.run(provider, "--max-tokens", "7"));
        }
    }
}
