package dev.forebay.cli;

import dev.forebay.cli.progress.Console;
import dev.forebay.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command that was carried out in this process: its status and what it wrote. */
record Invoked(int status, String out, String err) {

    static Invoked command(String... arguments) {
        return command(Map.of(), arguments);
    }

    static Invoked command(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                0);
        int status = Main.commandLine(new Surroundings(console, environment, Clock.system()))
                .execute(arguments);
        return new Invoked(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
