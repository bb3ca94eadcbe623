package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.run.ChangedJobs;
import dev.forebay.cli.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results and the state go, and what becomes of a state that does not fit. Not thread-safe. */
final class FileOptions {

    private static final String IN_MEMORY = "none";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The results. Default: INPUT.results.jsonl, for standard input stdin.results.jsonl.")
    private @Nullable Path out;

    @Option(
            names = "--store",
            paramLabel = "FILE|none",
            description =
                    "The durable state, readable by you only; none keeps it in memory, for small inputs: such a run cannot"
                            + " be resumed. Default: OUT.db.")
    private @Nullable Path store;

    @Option(
            names = "--changed",
            paramLabel = "WHAT",
            description =
                    "What becomes of an id that stands for another request in the store: stop (nothing is done, and they are"
                            + " listed), rerun (done anew), keep (left as they are). Default: ${DEFAULT-VALUE}.")
    private String changed = "stop";

    RunSettings.Files settings(Inputs inputs) {
        Path results = out == null ? resultsOf(inputs) : out;
        requireNoDevice(results);
        requireFolder("--out", results);
        if (Files.isDirectory(results)) {
            throw UserException.usage("--out " + results + " is a folder; name a file in it");
        }
        requireWritable("--out", results);
        RunSettings.Files files = new RunSettings.Files(results, state(results), ChangedJobs.parse(changed));
        files.store().ifPresent(file -> requireFolder("--store", file));
        files.store().ifPresent(file -> requireWritable("--store", file));
        requireApart(inputs, files);
        return files;
    }

    private Optional<Path> state(Path results) {
        if (store == null) {
            return Optional.of(results.resolveSibling(results.getFileName() + ".db"));
        }
        if (store.toString().startsWith("jdbc:")) {
            throw UserException.usage("this version keeps its state in a file, or nowhere: --store FILE, --store none");
        }
        return Optional.of(store).filter(file -> !file.toString().equals(IN_MEMORY));
    }

    /** Each file would be written over by another one. */
    private static void requireApart(Inputs inputs, RunSettings.Files files) {
        if (inputs.reads(files.results())) {
            throw UserException.usage("--out " + files.results() + " is the input; give another --out");
        }
        if (inputs.reads(files.failed())) {
            throw UserException.usage(
                    files.failed() + " is the input, and jobs that are given up would be written over it;"
                            + " rename it, or give another --out");
        }
        files.store().ifPresent(store -> {
            if (inputs.reads(store)) {
                throw UserException.usage("--store " + store + " is the input; give another --store");
            }
            if (isSame(store, files.results()) || isSame(store, files.failed())) {
                throw UserException.usage(
                        "--store " + store + " is a file that the results go to; give another --store");
            }
        });
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            // One of them is not there, and so has no other names.
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    private static void requireFolder(String option, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw UserException.usage("the folder of " + file + " does not exist; make it, or give another " + option);
        }
    }

    /** Standard output may well be a file behind its name; the store would then be made beside that name. */
    private static void requireNoDevice(Path results) {
        Path absolute = results.toAbsolutePath().normalize();
        if (absolute.startsWith("/dev") || absolute.startsWith("/proc")) {
            throw UserException.usage(
                    "--out " + results + " is a device, and results must survive the run; give another"
                            + " --out, a file, and then `forebay export --store FILE.db`, which writes them to standard output");
        }
    }

    /** What can be told before anything is read or sent. A disk that fails later is the machine's fault, and not the user's. */
    private static void requireWritable(String option, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw UserException.usage(
                    option + " " + file + " is a link to a file that is not there; give another " + option);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw UserException.usage(option + " " + file + " is not a plain file; give another " + option);
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw UserException.usage(
                    option + " " + file + " cannot be written: permission is denied; give another " + option);
        }
        if (folder != null && !Files.isWritable(folder)) {
            throw UserException.usage("no file can be written in the folder of " + file + "; give another " + option);
        }
    }

    private static Path resultsOf(Inputs inputs) {
        return inputs.results()
                .orElseThrow(
                        () -> UserException.usage("say where the results of " + inputs.name() + " go: --out FILE"));
    }
}
