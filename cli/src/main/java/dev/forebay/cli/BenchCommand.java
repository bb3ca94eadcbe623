package dev.forebay.cli;

import dev.forebay.cli.bench.StoreBench;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.progress.Words;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code forebay bench}: measurements on this machine. */
@Command(
        name = "bench",
        description = "Measures on this machine what the documentation claims of another one.",
        synopsisSubcommandLabel = "store",
        footer = {
            "",
            "Example:",
            "  forebay bench store",
            "",
            "Exit status: 0 measured; 2 wrong usage; 5 the machine failed."
        })
final class BenchCommand implements Runnable {

    private static final int JOBS_MAX = 10_000_000;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure, such as bench store");
    }

    @Command(
            name = "store",
            description =
                    "Claims and acknowledges jobs in a store on disk, with many in flight (group commit) and one at"
                            + " a time (a commit for each step), in interleaved rounds after one that is not counted, and"
                            + " prints the ratio.",
            footer = {
                "",
                "Examples:",
                "  forebay bench store",
                "  forebay bench store --folder /data --rounds 5",
                "",
                "Exit status: 0 measured; 2 wrong usage; 5 the machine failed."
            })
    int store(
            @Option(
                            names = "--jobs",
                            paramLabel = "N",
                            defaultValue = "60000",
                            description =
                                    "Jobs of a round with many in flight; a tenth with one. Default: ${DEFAULT-VALUE}.")
                    int jobs,
            @Option(
                            names = "--in-flight",
                            paramLabel = "N",
                            defaultValue = "2048",
                            description = "Jobs in flight together. Default: ${DEFAULT-VALUE}.")
                    int inFlight,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(
                            names = "--folder",
                            paramLabel = "FOLDER",
                            defaultValue = ".",
                            description = "The disk to measure. Default: this folder.")
                    Path folder)
            throws InterruptedException {
        check("--jobs", jobs, 10, JOBS_MAX);
        check("--in-flight", inFlight, 2, JOBS_MAX);
        check("--rounds", rounds, 1, 1_000);
        if (!Files.isDirectory(folder)) {
            throw UserException.usage("there is no folder " + folder);
        }
        PrintStream out = surroundings.console().out();
        StoreBench bench = new StoreBench(folder, surroundings.clock());
        List<Double> ratios = new ArrayList<>();
        try {
            // Not counted: a machine that is still compiling measures its compiler.
            bench.jobsPerSecond(jobs, inFlight);
            for (int round = 1; round <= rounds; round++) {
                double alone = bench.jobsPerSecond(jobs / 10, 1);
                double together = bench.jobsPerSecond(jobs, inFlight);
                ratios.add(together / alone);
                out.println("round " + round + ": " + Words.count(Math.round(together)) + " jobs/s with " + inFlight
                        + " in flight, " + Words.count(Math.round(alone)) + " jobs/s one at a time, ratio "
                        + String.format(Locale.ROOT, "%.1f", together / alone));
            }
        } catch (IOException e) {
            throw UserException.machine("the folder " + folder + " cannot be used: " + e.getMessage());
        }
        ratios.sort(null);
        out.println("median ratio " + String.format(Locale.ROOT, "%.1f", ratios.get(ratios.size() / 2)));
        return ExitStatus.SUCCEEDED;
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw UserException.usage(option + " is " + value + "; allowed: " + least + " to " + most);
        }
    }
}
