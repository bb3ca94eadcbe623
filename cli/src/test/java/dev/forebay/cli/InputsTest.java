package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.cli.input.StandardInput;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All kinds of input, good and bad, from the command line to the results. */
class InputsTest {

    @TempDir
    private Path folder;

    private Documents results() {
        return new Documents(folder);
    }

    private String[] arguments(SimulatorServer provider, String input, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", input, "--prompt", "Say {text}"));
        arguments.addAll(List.of(
                "--base-url",
                provider.baseUrl().toString(),
                "--out",
                results().results.toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Set<String> ids() {
        return results().resultsById().keySet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"id\":\"a\",\"text\":\"x\"}\r\n\r\n{\"id\":\"b\",\"text\":\"y\"}",
                "\n{\"id\":\"a\",\"text\":\"x\"}\n  \n{\"id\":\"b\",\"text\":\"y\"}\r\n\n"
            })
    void allFormsOfLinesAreFine(String content) throws Exception {
        Path input = write("in.jsonl", content);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, input.toString()));
            assertEquals(0, run.status(), run.err());
        }
        assertEquals(Set.of("a", "b"), ids());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFid,text\r\na,x\r\n\r\nb,\"y\r\nz\"",
                "id;text\na;x\nb;y\n",
                "\n\"id\",\"text\"\na,x\n\nb,\"y\"\n\n"
            })
    void allFormsOfCsvAreFine(String content) throws Exception {
        Path input = write("in.csv", content);
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, input.toString()));
            assertEquals(0, run.status(), run.err());
        }
        assertEquals(Set.of("a", "b"), ids());
    }

    @Test
    void badRecordsAreNamedByTheirLineAndTheOthersGoOn() throws Exception {
        Path input = write(
                "in.csv", "id,text\na,\"two\nlines\"\nb,x,y\n\"c\"d,x\ne," + "x".repeat(9 << 20) + "\n,x\nf,ok\n");
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, input.toString()));
            assertEquals(1, run.status(), run.err());
            for (String part : List.of(
                    "in.csv:4: the record has 3 cells",
                    "in.csv:5: something follows a closing quote",
                    "in.csv:6: the record is larger than 8 MiB",
                    "in.csv:7: the id in \"id\" has 0 characters")) {
                assertTrue(run.err().contains(part), part + " is not in " + run.err());
            }
        }
        assertEquals(Set.of("a", "f"), ids());
    }

    @Test
    void linesThatCannotBeSentAreNamedAndTheOthersGoOn() throws Exception {
        Path input = folder.resolve("in.jsonl");
        try (OutputStream out = Files.newOutputStream(input)) {
            out.write("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"".getBytes(StandardCharsets.UTF_8));
            out.write("x".repeat(10_000_000).getBytes(StandardCharsets.UTF_8));
            out.write("\"}\n{\"id\":\"c\",\"text\":\"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
            out.write("{\"id\":\"d\",\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        }
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, input.toString()));
            assertEquals(1, run.status(), run.err());
            assertTrue(run.err().contains("in.jsonl:2: the line is longer than 8 MiB"), run.err());
            assertTrue(run.err().contains("in.jsonl:3: the line is not UTF-8 from byte 19 on"), run.err());
        }
        assertEquals(Set.of("a", "d"), ids());
    }

    @Test
    void aFolderOfTexts() throws Exception {
        Path letters = folder.resolve("letters");
        Files.createDirectories(letters.resolve("more"));
        write("letters/b.txt", "Hello");
        write("letters/more/a.txt", "Hello again");
        write("letters/.hidden", "no");
        Files.write(letters.resolve("picture.png"), new byte[] {(byte) 0x89, 'P'});
        try (SimulatorServer provider = Documents.quickProvider()) {
            String base = provider.baseUrl().toString();
            String[] command = {"run", letters + "/", "--prompt", "{file}: {text}", "--base-url", base};
            Invoked run = Invoked.command(command);
            assertEquals(1, run.status(), run.err());
            assertTrue(run.err().contains("picture.png: the file is not UTF-8 from byte 1 on"), run.err());
            List<String> ids = Documents.lines(folder.resolve("letters.results.jsonl")).stream()
                    .map(line -> line.path("id").asText())
                    .sorted()
                    .toList();
            assertEquals(List.of("b.txt", "more/a.txt"), ids);
            assertEquals(1, Invoked.command(command).status());
            assertEquals(2, provider.provider().ledger().arrived());
        }
    }

    @Test
    void resultsInTheFolderOfTextsAreNoTexts() throws Exception {
        write("a.txt", "Hello");
        try (SimulatorServer provider = Documents.quickProvider()) {
            for (int i = 0; i < 2; i++) {
                Invoked run = Invoked.command(arguments(provider, folder.toString()));
                assertEquals(0, run.status(), run.err());
            }
            assertEquals(Set.of("a.txt"), ids());
        }
    }

    @Test
    void severalInputsAreOneRun() throws Exception {
        Path lines = write("in.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\"}");
        Path table = write("in.csv", "id,text\nc,x\na,y\n");
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, lines.toString(), table.toString(), "-"));
            assertEquals(1, run.status(), run.err());
            assertTrue(run.err().contains("in.jsonl:2: there is no field \"text\""), run.err());
            assertTrue(run.err().contains("in.csv:3: id a stands for another request"), run.err());
            assertEquals(Set.of("a", "c"), ids());
            Invoked nowhere = Invoked.command("run", lines.toString(), table.toString(), "--prompt", "{text}");
            assertEquals(2, nowhere.status());
            assertTrue(nowhere.err().contains("say where the results of the 2 inputs go: --out"), nowhere.err());
        }
    }

    @Test
    void whatWasPipedInNeedNotBePipedAgain() throws Exception {
        String lines = "{\"id\":\"a\",\"text\":\"x\"}\nbad\n{\"text\":\"no id\"}\n{\"text\":\"no id\"}\n";
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] held = arguments(provider, "-", "--price", "in=10,out=100", "--budget", "0.11");
            Invoked first = Invoked.piped(lines, held);
            assertEquals(3, first.status(), first.err());
            assertTrue(first.err().contains("stdin:2: the line is not JSON"), first.err());
            String[] more = arguments(provider, "-", "--price", "in=10,out=100", "--budget", "100");
            StandardInput terminal = new StandardInput(InputStream.nullInputStream(), true);
            Invoked second = Invoked.command(terminal, Map.of(), more);
            // The line that was bad is still missing, though nobody can name it any more.
            assertEquals(1, second.status(), second.err());
            assertEquals(3, ids().size());
            Invoked other = Invoked.piped("", arguments(provider, "-", "--system", "Be brief."));
            assertEquals(2, other.status(), other.err());
            assertTrue(other.err().contains("the prompt or a setting is another"), other.err());
            assertEquals(1, Invoked.piped(lines, more).status());
            assertEquals(3, provider.provider().ledger().billed());
        }
    }

    @Test
    void aPipeThatBreaksOffIsNotTakenForTheWhole() throws Exception {
        String all = "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n";
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        InputStream start = new ByteArrayInputStream(bytes, 0, bytes.length - 5);
        InputStream broken = new SequenceInputStream(start, new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the other end died");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] command = arguments(provider, "-");
            Invoked cut = Invoked.command(new StandardInput(broken, false), Map.of(), command);
            assertEquals(2, cut.status(), cut.err());
            Invoked empty = Invoked.piped("", command);
            assertEquals(2, empty.status(), empty.err());
            // Nothing of it was in the store yet, so the store is gone with the refused run.
            assertTrue(empty.err().contains("stdin holds no documents"), empty.err());
            assertEquals(0, provider.provider().ledger().arrived());
            Invoked whole = Invoked.piped(all, command);
            assertEquals(0, whole.status(), whole.err());
            assertEquals(2, ids().size());
        }
    }

    @Test
    void aNamedPipeIsReadOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, "{\"id\":\"a\",\"text\":\"x\"}\n");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, pipe.toString()));
            assertEquals(0, run.status(), run.err());
            writer.join();
        }
        assertEquals(Set.of("a"), ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"in.jsonl", "in.csv"})
    void anInputWithoutDocumentsIsRefusedAndLeavesNothingBehind(String name) throws Exception {
        Path input = write(name, name.endsWith("csv") ? "id,text\n" : "\uFEFF\n\n");
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = Invoked.command(arguments(provider, input.toString()));
            assertEquals(2, run.status(), run.err());
            assertEquals(List.of("forebay: " + input + " holds no documents; there is nothing to do"), run.errLines());
            assertFalse(Files.exists(results().store));
        }
    }

    @Test
    void aTerminalIsNotWaitedFor() throws Exception {
        StandardInput terminal = new StandardInput(InputStream.nullInputStream(), true);
        Invoked run = Invoked.command(
                terminal,
                Map.of(),
                "run",
                "-",
                "--prompt",
                "{text}",
                "--out",
                results().results.toString());
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().startsWith("forebay: standard input is a terminal; pipe the lines in"), run.err());
    }

    @Test
    void aDocumentThatCanNeverFitIsDeadAndTheOthersGoOn() throws Exception {
        Path input = write(
                "in.jsonl",
                "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"" + "word ".repeat(40_000)
                        + "\"}\n{\"id\":\"c\",\"text\":\"x\"}\n");
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick().limits(Limits.parse("itpm=10000,burst=60s")).build(), 0);
        try (provider) {
            Invoked run = Invoked.command(arguments(provider, input.toString(), "--limits", "itpm=10000"));
            assertEquals(1, run.status(), run.err());
            assertEquals(Set.of("a", "c"), ids());
            assertEquals(2, provider.provider().ledger().arrived());
            String failed = Files.readString(folder.resolve("out.jsonl.failed.jsonl"));
            assertTrue(failed.contains("\"id\":\"b\"") && failed.contains("input tokens"), failed);
        }
    }

    @Test
    void aDocumentThatTheProviderFindsTooLargeIsDeadAndTheOthersGoOn() throws Exception {
        Path input = write(
                "in.jsonl",
                "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"" + "word ".repeat(40_000)
                        + "\"}\n{\"id\":\"c\",\"text\":\"x\"}\n");
        for (String wire : List.of("anthropic", "openai")) {
            Path own = Files.createDirectory(folder.resolve(wire));
            SimulatorServer provider = SimulatorServer.start(
                    Documents.quick()
                            .limits(Limits.parse("rpm=6000,itpm=10000,tpm=10000,burst=60s"))
                            .build(),
                    0);
            try (provider) {
                Documents documents = new Documents(own);
                Invoked run = Invoked.command(
                        "run",
                        input.toString(),
                        "--prompt",
                        "Say {text}",
                        "--provider",
                        wire,
                        "--max-tokens",
                        "50",
                        "--base-url",
                        provider.baseUrl().toString(),
                        "--out",
                        documents.results.toString());
                assertEquals(1, run.status(), run.err());
                assertEquals(Set.of("a", "c"), documents.resultsById().keySet());
                assertTrue(provider.provider().ledger().arrived() <= 4, "a hopeless call was made again and again");
            }
        }
    }
}
