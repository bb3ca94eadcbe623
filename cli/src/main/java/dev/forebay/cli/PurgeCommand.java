package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Purged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forebay purge}: what a store needs no more. */
@Command(
        name = "purge",
        description =
                "Throws away what finished jobs need no more: their requests, raw answers and histories; and gives the"
                        + " space back. Results stay, so `forebay export` works and the run's command repeats nothing.",
        footer = {
            "",
            "Examples:",
            "  forebay purge --store in.jsonl.results.jsonl.db",
            "  forebay purge --all --yes --store in.jsonl.results.jsonl.db",
            "",
            "Exit status: 0 done; 2 wrong usage, no such store, or a run is at work; 5 the machine failed, as when the disk has no"
                    + " room for the smaller store beside the larger one."
        })
final class PurgeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--all",
            description = "Deletes the store with all that is in it; results that were written to a file stay.")
    private boolean all;

    @Option(names = "--yes", description = "With --all: really.")
    private boolean yes;

    PurgeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (all) {
            delete();
        } else if (yes) {
            throw UserException.usage("--yes goes with --all only; purging without --all needs no yes");
        } else {
            purge();
        }
        return ExitStatus.SUCCEEDED;
    }

    private void purge() {
        long jobs = 0;
        try (JobStore writer = Stores.openExisting(store.file())) {
            long before = -1;
            long after = 0;
            while (after != before) {
                before = after;
                Purged purged = Stores.await(writer.purgeDone(before, JobStore.BATCH_MAX));
                jobs += purged.jobs();
                after = purged.lastSequence();
            }
        }
        long freed = Stores.compact(store.file());
        long left = bytes(store.file());
        say(
                json.asked()
                        ? Json.line(Json.object()
                                .put("purged", jobs)
                                .put("freed_bytes", freed)
                                .put("store_bytes", left))
                        : Words.jobsAre(jobs) + " purged; the store is " + Words.bytes(freed) + " smaller, "
                                + Words.bytes(left) + " now");
    }

    private void delete() {
        long left;
        long total;
        try (JobReader reader = Stores.openForReading(store.file())) {
            JobCounts counts = Stores.await(reader.counts());
            total = counts.total();
            left = counts.toDo() + counts.of(JobState.HELD) + counts.of(JobState.DEAD);
        }
        if (!yes) {
            throw UserException.usage("--all deletes " + store.file() + " with " + Words.count(total) + " jobs, "
                    + Words.count(left) + " of them without a result; add --yes if that is meant");
        }
        long freed = bytes(store.file());
        Stores.delete(store.file());
        say(
                json.asked()
                        ? Json.line(Json.object()
                                .put("purged", total)
                                .put("freed_bytes", freed)
                                .put("store_bytes", 0))
                        : store.file() + " and its " + Words.count(total) + " jobs are deleted");
    }

    private void say(String line) {
        surroundings.console().out().println(line);
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw UserException.machine(file + " cannot be read: " + e.getMessage());
        }
    }
}
