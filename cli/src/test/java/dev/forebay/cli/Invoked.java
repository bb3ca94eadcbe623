package dev.forebay.cli;

import dev.forebay.cli.input.StandardInput;
import dev.forebay.cli.progress.Console;
import dev.forebay.time.Clock;
import java.io.ByteArrayInputStream;
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
        return command(StandardInput.none(), environment, arguments);
    }

    /** With something piped in. */
    static Invoked piped(String input, String... arguments) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return command(new StandardInput(new ByteArrayInputStream(bytes), false), Map.of(), arguments);
    }

    static Invoked command(StandardInput input, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                0);
        int status = Main.commandLine(new Surroundings(console, input, environment, Clock.system()))
                .execute(arguments);
        return new Invoked(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
