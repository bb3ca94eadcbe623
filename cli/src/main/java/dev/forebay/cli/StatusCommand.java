package dev.forebay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.PauseMark;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay status}: how far the jobs of a store are. */
@Command(
        name = "status",
        description =
                "Shows how many jobs of a store are in each state, whether a run is at work and whether it is paused.",
        footer = {
            "",
            "Examples:",
            "  forebay status --store in.jsonl.results.jsonl.db",
            "  forebay status --store in.jsonl.results.jsonl.db --json",
            "",
            "Exit status: 0 shown; 2 there is no such store; 5 it cannot be read."
        })
final class StatusCommand implements Callable<Integer> {

    private static final int REASONS_SHOWN = 5;

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintStream out = surroundings.console().out();
        OptionalLong writer = Stores.writer(store.file());
        boolean paused = PauseMark.of(store.file()).isSet();
        try (JobReader reader = Stores.openForReading(store.file())) {
            JobCounts counts = Stores.await(reader.counts());
            if (json.asked()) {
                out.println(Json.line(json(counts, writer, paused)));
            } else {
                words(reader, counts, out);
                writer.ifPresent(pid -> out.println("  process " + pid + " is at work on it"));
                if (paused) {
                    out.println(
                            "  paused: no calls are started; `forebay resume --store " + store.file() + "` goes on");
                }
            }
        }
        StandardOutput.check(out);
        return ExitStatus.SUCCEEDED;
    }

    private static void words(JobReader reader, JobCounts counts, PrintStream out) {
        out.println(Words.count(counts.total()) + " jobs: " + Words.count(counts.of(JobState.DONE)) + " done, "
                + Words.count(counts.of(JobState.LEASED)) + " in flight, "
                + Words.count(counts.of(JobState.READY)) + " ready, "
                + Words.count(counts.of(JobState.HELD)) + " held, "
                + Words.count(counts.of(JobState.DEAD)) + " dead, "
                + Words.count(counts.of(JobState.CANCELLED)) + " cancelled");
        reasons(reader, JobState.HELD, out);
        reasons(reader, JobState.DEAD, out);
    }

    private ObjectNode json(JobCounts counts, OptionalLong writer, boolean paused) {
        ObjectNode line = Json.object().put("store", store.file().toString()).put("total", counts.total());
        for (JobState state : JobState.values()) {
            line.put(state.name().toLowerCase(Locale.ROOT), counts.of(state));
        }
        line.put("paused", paused);
        return writer.isPresent() ? line.put("pid", writer.getAsLong()) : line.putNull("pid");
    }

    private static void reasons(JobReader reader, JobState state, PrintStream out) {
        List<JobSnapshot> jobs = Stores.await(reader.jobs(state, 0, REASONS_SHOWN));
        for (JobSnapshot job : jobs) {
            out.println("  " + state.name().toLowerCase(Locale.ROOT) + " " + job.id() + ": "
                    + job.reason().orElse("no reason given"));
        }
        if (jobs.size() == REASONS_SHOWN) {
            out.println("  ...");
        }
    }
}
