package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.StoredResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forebay export}: the results of a store, anew. */
@Command(
        name = "export",
        description = "Writes all results of a store, in the order in which they were committed, also while a run is at"
                + " work.",
        footer = {
            "",
            "Examples:",
            "  forebay export --store in.jsonl.results.jsonl.db > again.jsonl",
            "  forebay export --store in.jsonl.results.jsonl.db --out again.jsonl",
            "",
            "Exit status: 0 written; 2 there is no such store; 5 the store cannot be read or the output not be written; 141"
                    + " whoever read the output has closed it."
        })
final class ExportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static final int RESULTS_AT_ONCE = 500;

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: standard output.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        try (JobReader reader = Stores.openForReading(store.file())) {
            if (out == null) {
                PrintStream console = surroundings.console().out();
                write(reader, console, () -> StandardOutput.check(console));
            } else {
                try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(out))) {
                    write(reader, target, () -> {});
                }
            }
            return ExitStatus.SUCCEEDED;
        } catch (IOException e) {
            throw UserException.machine(out + " cannot be written: " + e.getMessage());
        }
    }

    /**
     * Writes all results.
     *
     * @param check asks after each page whether it arrived
     */
    private static void write(JobReader reader, OutputStream target, Runnable check) throws IOException {
        long after = 0;
        List<StoredResult> results = Stores.await(reader.results(after, RESULTS_AT_ONCE));
        while (!results.isEmpty()) {
            for (StoredResult result : results) {
                target.write(result.result().toArray());
                target.write('\n');
                after = result.commitSequence();
            }
            target.flush();
            check.run();
            results = Stores.await(reader.results(after, RESULTS_AT_ONCE));
        }
    }
}
