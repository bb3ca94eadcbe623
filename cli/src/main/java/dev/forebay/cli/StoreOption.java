package dev.forebay.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a store. Not thread-safe. */
final class StoreOption {

    @Option(
            names = "--store",
            required = true,
            paramLabel = "FILE",
            description = "The store of a run: what its --store says, by default OUT.db.")
    private Path file = Path.of("");

    Path file() {
        return file;
    }
}
