package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.run.RunSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results and the state go. Not thread-safe. */
final class FileOptions {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The results. Default: INPUT.results.jsonl, for standard input stdin.results.jsonl.")
    private @Nullable Path out;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "The durable state, readable by you only. Default: OUT.db.")
    private @Nullable Path store;

    RunSettings.Files settings(Inputs inputs) {
        Path results = out == null ? resultsOf(inputs) : out;
        Path folder = results.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw UserException.usage("the folder of " + results + " does not exist; make it, or give another --out");
        }
        Path state = store == null ? results.resolveSibling(results.getFileName() + ".db") : store;
        if (state.toString().equals("none") || state.toString().startsWith("jdbc:")) {
            throw UserException.usage("this version keeps its state in a file: --store FILE");
        }
        return new RunSettings.Files(results, state);
    }

    private static Path resultsOf(Inputs inputs) {
        return inputs.results()
                .orElseThrow(
                        () -> UserException.usage("say where the results of " + inputs.name() + " go: --out FILE"));
    }
}
