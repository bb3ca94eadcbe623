package dev.forebay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, which can be killed. */
final class Child {

    private static final long SECONDS_MAX = 60;

    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Child start(Path folder, String... arguments) throws IOException {
        return start(folder, List.of(), arguments);
    }

    /** Starts it behind another command, such as one that limits what it may do. */
    static Child start(Path folder, List<String> before, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "child", ".txt");
        return new Child(
                new ProcessBuilder(command(before, arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** The command that starts it, for a process that needs its pipes. */
    static List<String> command(List<String> before, String... arguments) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    Process process() {
        return process;
    }

    /** Kill -9. */
    void kill() {
        process.destroyForcibly();
    }

    void signal(String name) {
        kill(name, List.of(Long.toString(process.pid())));
    }

    /** Sends a signal twice, with nothing in between. */
    void signalTwice(String name) {
        kill(name, Collections.nCopies(2, Long.toString(process.pid())));
    }

    private static void kill(String name, List<String> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        command.addAll(processes);
        try {
            new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The status in which it ended. */
    int status() throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the child did not end in " + SECONDS_MAX + " s: " + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
