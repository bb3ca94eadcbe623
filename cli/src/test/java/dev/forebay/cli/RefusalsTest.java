package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.http.SimulatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user can do wrong ends in one line that says what to do, and in the right status. */
class RefusalsTest {

    private static final String KEY = "sk-ant-secret-0123456789";

    @TempDir
    private Path folder;

    private static void assertOneLine(int status, String part, Invoked invoked) {
        assertEquals(status, invoked.status(), invoked.err());
        assertEquals(1, invoked.errLines().size(), invoked.err());
        assertTrue(invoked.err().startsWith("forebay: "), invoked.err());
        assertTrue(invoked.err().contains(part), invoked.err());
    }

    @Test
    void withoutAKeyNothingIsSent() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        Invoked run = Invoked.command("run", documents.input.toString(), "--prompt", "{text}");
        assertOneLine(2, "set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN", run);
        assertFalse(Files.exists(folder.resolve("in.jsonl.results.jsonl.db")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prompt                                 | --prompt {tex           | begins no field
            a prompt without a field                 | --prompt hello          | names no field
            no prompt at all                         |                         | --prompt or --prompt-file
            an unknown option                        | --bogus                 | unknown here: --bogus
            limits that are none                     | --limits rpm=x          | rpm=x is out of range
            a provider that is none                  | --provider acme         | allowed: anthropic and openai
            a timeout that is none                   | --timeout soon          | write a duration
            a header without a colon                 | --header x              | with ':' between them
            a model's own field                      | --param model=x         | cannot be set this way
            a budget without a price                 | --model m --budget 5    | --price in=2,out=10
            attempts out of range                    | --max-attempts 0        | --max-attempts is '0'; allowed: 1 to 100
            attempts that are no number              | --max-attempts many     | --max-attempts is 'many'; allowed: 1 to 100
            tokens out of range                      | --max-tokens 0          | --max-tokens is '0'; allowed: 1 or more
            a fraction of a call                     | --concurrency 1.5       | --concurrency is '1.5'; allowed: 1 or more
            no answer at all                         | --expect-output 0       | --expect-output is '0'; allowed: 1 to 1000000
            a name that no file can have             | --out a\0b              | --out is 'a?b', which cannot be the name of a file: it holds
            the program's own output                 | --out /dev/stdout       | `forebay export --store FILE.db`
            a fragment of an address                 | --base-url http://a/#b  | a # and something behind it
            an address of another kind               | --base-url ftp://a      | http:// or https://
            a form of progress that is none          | --progress loud         | auto, plain, json, none
            a store of a later version               | --store jdbc:x          | --store FILE
            a change of no kind                      | --changed all           | stop, rerun, keep
            a folder of the store that is not there  | --store nowhere/a.db    | does not exist
            a folder that is not there               | --out nowhere/out.jsonl | does not exist
            """)
    void wrongOptions(String what, String options, String part) throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        List<String> arguments = new java.util.ArrayList<>(List.of("run", documents.input.toString()));
        String given = options == null ? "" : options;
        if (!given.startsWith("--prompt") && !given.isEmpty()) {
            arguments.addAll(List.of("--prompt", "{text}"));
        }
        if (!given.isEmpty()) {
            arguments.addAll(List.of(given.split(" ", -1)));
        }
        assertOneLine(
                2,
                part,
                Invoked.command(
                        Map.of("ANTHROPIC_API_KEY", KEY, "OPENAI_API_KEY", KEY), arguments.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"-,stdin holds no documents", "table.csv,no file table.csv", "nothing.jsonl,no file nothing.jsonl"})
    void inputThatIsNotThere(String input, String part) {
        Invoked run = Invoked.command("run", input, "--prompt", "{text}", "--base-url", "http://127.0.0.1:1");
        assertOneLine(2, part, run);
    }

    @Test
    void badLinesAreNamedAndTheOthersGoOn() throws Exception {
        Documents documents = Documents.lines(
                folder,
                "\uFEFF{\"id\":\"a\",\"text\":\"one\"}\r",
                "",
                "not json",
                "[1,2]",
                "{\"id\":\"b\"}",
                "{\"id\":\"c\",\"text\":null}",
                "{\"id\":{},\"text\":\"x\"}",
                "{\"id\":\"a\",\"text\":\"one\"}",
                "{\"text\":\"no id\"}",
                "{\"text\":\"no id\"}",
                "{\"id\":7,\"text\":\"seven\"}",
                "{\"id\":\"d\",\"text\":\"one\",\"text\":\"two\"}");
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider);
            assertEquals(1, run.status(), run.err());
            for (String part : List.of(
                    "in.jsonl:3: the line is not JSON",
                    "in.jsonl:4: the line is JSON but no object",
                    "in.jsonl:5: there is no field \"text\"",
                    "in.jsonl:6: the field \"text\" is null",
                    "in.jsonl:7: the field \"id\" is neither",
                    "in.jsonl:12: the field \"text\" stands twice in an object",
                    "1 lines of")) {
                assertTrue(run.err().contains(part), part + " is not in " + run.err());
            }
            Set<String> ids = documents.resultsById().keySet();
            assertEquals(4, ids.size(), ids.toString());
            assertTrue(ids.containsAll(List.of("a", "7")), ids.toString());
            assertTrue(ids.stream().anyMatch(id -> id.endsWith("-2")), ids.toString());
        }
    }

    @Test
    void aHundredBadLinesAreCountedNotListed() throws Exception {
        String[] lines = new String[100];
        java.util.Arrays.fill(lines, "{");
        Documents documents = Documents.lines(folder, lines);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = documents.run(provider);
            assertEquals(1, run.status());
            assertTrue(run.err().contains("and 80 more bad lines"), run.err());
            assertTrue(run.errLines().size() < 30, run.err());
        }
    }

    @Test
    void theSameIdWithAnotherPromptIsRefusedWithAList() throws Exception {
        Documents documents = Documents.invoices(folder, 30);
        try (SimulatorServer provider = Documents.quickProvider()) {
            documents.run(provider);
            Invoked changed = documents.run(provider, "--max-tokens", "77");
            assertOneLine(2, "inv-0001, inv-0002", changed);
            assertTrue(changed.err().contains("and 10 others"), changed.err());
            assertEquals(30, provider.provider().ledger().arrived());
        }
    }

    @Test
    void somebodyElsesFileIsNotOverwritten() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        Files.writeString(documents.results, "precious\n");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertOneLine(2, "give another --out", documents.run(provider));
        }
        assertEquals("precious\n", Files.readString(documents.results));
    }

    @Test
    void aStoreThatIsInUseIsRefusedByPidAndStillReadable() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        try (SimulatorServer provider = Documents.quickProvider();
                SqliteJobStore inUse = SqliteJobStore.open(documents.store)) {
            String pid = "process " + ProcessHandle.current().pid();
            assertOneLine(2, pid, documents.run(provider));
            assertOneLine(2, pid, Invoked.command("dead", "retry", "--all", "--store", documents.store.toString()));
            Invoked status = Invoked.command("status", "--store", documents.store.toString());
            assertEquals(0, status.status(), status.err());
            assertEquals(0, inUse.counts().toCompletableFuture().join().total());
        }
    }

    @Test
    void aKeyThatTheProviderRefusesEndsTheRunWithoutShowingIt() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        SimulatorServer provider =
                SimulatorServer.start(Documents.quick().key("another-key").build(), 0);
        try (provider) {
            Invoked run = Invoked.command(Map.of("ANTHROPIC_API_KEY", KEY), documents.runArguments(provider));
            assertEquals(4, run.status(), run.err());
            assertTrue(run.err().contains("refused by the provider"), run.err());
            assertFalse((run.err() + run.out()).contains(KEY), run.err());
            assertTrue(provider.provider().ledger().arrived() <= 2, "the key was tried again and again");

            Invoked right =
                    Invoked.command(Map.of("ANTHROPIC_API_KEY", "another-key"), documents.runArguments(provider));
            assertEquals(0, right.status(), right.err());
            assertEquals(20, documents.correct());
        }
    }

    @Test
    void aModelThatDoesNotExistEndsTheRun() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        SimulatorServer provider =
                SimulatorServer.start(Documents.quick().models(Set.of("good")).build(), 0);
        try (provider) {
            Invoked run = documents.run(provider, "--model", "bad");
            assertEquals(4, run.status(), run.err());
            assertTrue(run.err().contains("bad"), run.err());
            assertTrue(run.out().contains("with another model or prompt, add --changed rerun"), run.out());
            Invoked right = documents.run(provider, "--model", "good", "--changed", "rerun");
            assertEquals(0, right.status(), right.err());
            assertEquals(20, documents.correct());
        }
    }

    @Test
    void aFileThatIsInTheWayOfTheFailuresIsKept() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        Path inTheWay = folder.resolve("out.jsonl.failed.jsonl");
        Files.writeString(inTheWay, "mine");
        try (SimulatorServer provider = Documents.quickProvider()) {
            assertOneLine(2, "is there already, and jobs that are given up", documents.run(provider));
            assertOneLine(2, "is there already", documents.run(provider, "--store", "none"));
            assertEquals("mine", Files.readString(inTheWay));
            assertEquals(0, provider.provider().ledger().arrived());
        }
    }

    @Test
    void filesThatCannotBeWritten() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing/file"));
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] run = documents.runArguments(provider);
            for (Path file : List.of(nowhere, Path.of("/dev/null"))) {
                run[run.length - 1] = file.toString();
                assertOneLine(2, "give another --out", Invoked.command(run));
            }
            assertOneLine(2, "give another --store", documents.run(provider, "--store", nowhere.toString()));
            Files.createSymbolicLink(folder.resolve("out.jsonl.db.lock"), folder.resolve("missing/file"));
            Invoked unlockable = documents.run(provider);
            assertOneLine(5, "cannot be made", unlockable);
            assertFalse(unlockable.err().contains("what was done"), "nothing was done yet");
            assertEquals(0, provider.provider().ledger().arrived());
        }
    }

    @Test
    void storesThatAreNotThere() {
        String missing = folder.resolve("missing.db").toString();
        assertOneLine(2, "there is no store", Invoked.command("status", "--store", missing));
        assertOneLine(2, "there is no store", Invoked.command("export", "--store", missing));
        assertOneLine(2, "there is no store", Invoked.command("dead", "retry", "--all", "--store", missing));
        assertOneLine(2, "say what to do", Invoked.command("dead"));
        assertOneLine(2, "a command is missing", Invoked.command());
    }
}
