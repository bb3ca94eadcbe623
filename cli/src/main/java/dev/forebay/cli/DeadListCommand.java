package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.ResultLine;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.DeadLetters;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay dead list}. */
@Command(
        name = "list",
        description = "One line for each: id, attempts, cost, cause.",
        footer = {
            "",
            "Examples:",
            "  forebay dead list --store in.jsonl.results.jsonl.db",
            "  forebay dead list --store in.jsonl.results.jsonl.db --json",
            "",
            "Exit status: 0 shown; 2 there is no such store; 5 it cannot be read."
        })
final class DeadListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    DeadListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintStream out = surroundings.console().out();
        try (JobReader reader = Stores.openForReading(store.file())) {
            DeadLetters.each(reader, letter -> {
                out.println(json.asked() ? ResultLine.failed(letter, true) : line(letter.job()));
                StandardOutput.check(out);
            });
        }
        return ExitStatus.SUCCEEDED;
    }

    private static String line(JobSnapshot job) {
        return job.id() + "  " + job.counters().attempts() + " attempts  "
                + Words.cost(OptionalLong.of(job.costMicros())) + "  "
                + job.reason().orElse("no reason given");
    }
}
