package dev.forebay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.StoredResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
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
            "  forebay export --store in.jsonl.results.jsonl.db --raw > answers.jsonl",
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

    @Option(
            names = "--raw",
            description =
                    "Writes the answers as they came instead: {\"id\":...,\"answer\":{...}}; null if `forebay purge`"
                            + " took it away.")
    private boolean raw;

    @Override
    public Integer call() {
        if (out != null && belongsToStore(out)) {
            throw UserException.usage(out + " is the store, or a file of it; give another --out");
        }
        try (JobReader reader = Stores.openForReading(store.file())) {
            if (out == null) {
                PrintStream console = surroundings.console().out();
                write(reader, console, () -> StandardOutput.check(console));
            } else {
                // Beside it first: what is there stays whole until all of the new is, and a run that writes it is not
                // disturbed.
                Path fresh = out.resolveSibling(out.getFileName() + ".new");
                try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                    write(reader, target, () -> {});
                } catch (IOException | UserException e) {
                    Files.deleteIfExists(fresh);
                    throw e;
                }
                Files.move(fresh, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            return ExitStatus.SUCCEEDED;
        } catch (IOException e) {
            throw UserException.machine(out + " cannot be written: " + e.getMessage());
        }
    }

    /** Whether a file is the store or one of those that stand beside it. */
    private boolean belongsToStore(Path file) {
        String mine = store.file().toAbsolutePath().normalize().toString();
        String other = file.toAbsolutePath().normalize().toString();
        return other.equals(mine) || other.startsWith(mine + "-") || other.startsWith(mine + ".");
    }

    /**
     * Writes all results.
     *
     * @param check asks after each page whether it arrived
     */
    private void write(JobReader reader, OutputStream target, Runnable check) throws IOException {
        long after = 0;
        List<StoredResult> results = Stores.await(reader.results(after, RESULTS_AT_ONCE));
        while (!results.isEmpty()) {
            for (StoredResult result : results) {
                target.write(
                        raw ? answer(reader, result.jobId()) : result.result().toArray());
                target.write('\n');
                after = result.commitSequence();
            }
            target.flush();
            check.run();
            results = Stores.await(reader.results(after, RESULTS_AT_ONCE));
        }
    }

    /** The line with a job's answer as it came: as JSON if it is that, else as text. */
    private static byte[] answer(JobReader reader, String jobId) {
        ObjectNode line = Json.object().put("id", jobId);
        Optional<Bytes> raw = Stores.await(reader.answer(jobId));
        if (raw.isEmpty()) {
            line.putNull("answer");
        } else {
            try {
                line.set("answer", Json.parse(raw.get().utf8()));
            } catch (JsonProcessingException e) {
                line.put("answer", raw.get().utf8());
            }
        }
        return Json.line(line).getBytes(StandardCharsets.UTF_8);
    }
}
