package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.run.Run;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.invoice.InvoiceFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A whole run of a few invoices, so that the launcher can archive the classes that a run needs. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static final int INVOICES = 20;

    @Override
    public Integer call() throws InterruptedException {
        try (SimulatorServer server =
                SimulatorServer.start(SimulatorOptions.builder().build(), 0)) {
            Path folder = Files.createTempDirectory("forebay-warm-up");
            Path input = folder.resolve("in.jsonl");
            try (Writer texts = Files.newBufferedWriter(input)) {
                InvoiceFiles.write(INVOICES, 1, texts, Writer.nullWriter());
            }
            RunOptions options = new RunOptions();
            new CommandLine(options)
                    .parseArgs(
                            input.toString(),
                            "--prompt",
                            "{text}",
                            "--base-url",
                            server.baseUrl().toString());
            Surroundings keyless = new Surroundings(surroundings.console(), Map.of(), surroundings.clock());
            int status = new Run(options.settings(keyless), surroundings.clock(), surroundings.console()).execute();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
            return status;
        } catch (IOException e) {
            throw UserException.machine(String.valueOf(e.getMessage()));
        }
    }
}
