package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.forebay.queue.JobReader;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.http.SimulatorServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root that starts everything. */
class LauncherTest {

    private static final Path LAUNCHER =
            Path.of("..", "forebay").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Ended(int status, String output) {}

    private Ended shell(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void isWellFormed() throws Exception {
        assertEquals(new Ended(0, ""), shell(Map.of(), "bash", "-n", LAUNCHER.toString()));
        assertTrue(Files.isExecutable(LAUNCHER));
    }

    /** A machine without a JDK: the standard folders are taken out of a copy of the script. */
    @Test
    void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
        Path copy = folder.resolve("forebay");
        Files.writeString(
                copy,
                Files.readString(LAUNCHER).replace("/usr/lib/jvm", "/nowhere").replace("/Library/Java", "/nowhere"));
        for (String program : List.of("bash", "dirname", "readlink")) {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Files.createSymbolicLink(
                    bin.resolve(program), Path.of("/usr/bin", program).toRealPath());
        }
        Ended ended = shell(
                Map.of("PATH", folder.resolve("bin").toString(), "HOME", folder.toString(), "JAVA_HOME", ""),
                folder.resolve("bin/bash").toString(),
                copy.toString());
        assertEquals(2, ended.status(), ended.output());
        assertEquals(1, ended.output().lines().count(), ended.output());
        assertTrue(ended.output().startsWith("forebay: needs a JDK 25 or newer"), ended.output());
    }

    /** As under cron and in containers. The script holds the letters, so that the locale of this process plays no part. */
    @Test
    void aPromptKeepsItsLettersWithoutALocale() throws Exception {
        Documents documents = Documents.lines(folder, "{\"id\":\"a\",\"text\":\"x\"}");
        String prompt = "Gr\u00fc\u00dfe \u2014 \u4f60\u597d: {text}";
        try (SimulatorServer provider = Documents.quickProvider()) {
            Path script = folder.resolve("cron.sh");
            Files.writeString(script, """
                    java='%s' home='%s' class_path='%s' archive=/nowhere
                    set -- run '%s' --prompt '%s' --base-url '%s' --out '%s'
                    . '%s'
                    """.formatted(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            folder,
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            documents.input,
                            prompt,
                            provider.baseUrl(),
                            documents.results,
                            LAUNCHER.resolveSibling("cli/src/package/start.sh")));
            Ended ended = shell(Map.of("LC_ALL", "C", "LANG", ""), "sh", script.toString());
            assertEquals(0, ended.status(), ended.output());
        }
        try (JobReader store = SqliteJobStore.openReadOnly(documents.store)) {
            String request = store.payload("a")
                    .toCompletableFuture()
                    .join()
                    .orElseThrow()
                    .utf8();
            assertTrue(request.contains(prompt.replace("{text}", "x")), request);
        }
    }

    @Test
    void startsFromAnywhereAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), LAUNCHER);
        Ended ended = shell(
                Map.of("FOREBAY_BUILD", "never", "FOREBAY_JAVA_OPTIONS", "-Xmx99m -Dx=y"),
                link.toString(),
                "--version");
        assumeFalse(ended.output().contains("is not built"), ended.output());
        assertEquals(0, ended.status(), ended.output());
        assertTrue(ended.output().lines().anyMatch(line -> line.startsWith("forebay ")), ended.output());
    }
}
