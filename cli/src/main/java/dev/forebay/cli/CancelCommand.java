package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobStore;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forebay cancel}: jobs that are not wanted any more. */
@Command(
        name = "cancel",
        description =
                "Takes jobs back that are not done yet: the run's command passes them over from then on. Jobs that are"
                        + " done or dead stay as they are.",
        footer = {
            "",
            "Cancelled jobs stay in the store with their requests. --undo makes them ready again; so does another request under"
                    + " the same id, with `forebay run --changed rerun`.",
            "",
            "Examples:",
            "  forebay cancel inv-0042 inv-0077 --store in.jsonl.results.jsonl.db",
            "  forebay cancel --all --store in.jsonl.results.jsonl.db",
            "  forebay cancel --undo --all --store in.jsonl.results.jsonl.db",
            "",
            "Exit status: 0 done; 2 wrong usage, no such store or job, or a run is at work; 5 the machine failed."
        })
final class CancelCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ChosenJobs chosen = new ChosenJobs();

    @Option(names = "--undo", description = "Makes cancelled jobs ready again.")
    private boolean undo;

    CancelCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        boolean all = chosen.all();
        try (JobStore writer = Stores.openExisting(store.file())) {
            Stores.requireJobs(writer, store.file(), chosen.ids());
            int jobs = Stores.await(undo ? reinstate(writer, all) : cancel(writer, all));
            surroundings.console().out().println(json.asked() ? json(jobs) : words(jobs));
        }
        return ExitStatus.SUCCEEDED;
    }

    private CompletionStage<Integer> cancel(JobStore writer, boolean all) {
        return all ? writer.cancelAll() : writer.cancel(chosen.ids());
    }

    private CompletionStage<Integer> reinstate(JobStore writer, boolean all) {
        return all ? writer.reinstateAll() : writer.reinstate(chosen.ids());
    }

    private String words(int jobs) {
        String passedOver = chosen.ids().size() > jobs
                ? "; " + Words.count(chosen.ids().size() - jobs) + " of those named were passed over, as they are "
                        + (undo ? "not cancelled" : "done, dead or cancelled")
                : "";
        return (undo
                        ? Words.jobsAre(jobs) + " ready again; run the same command again to call them"
                        : Words.jobsAre(jobs) + " cancelled; `forebay cancel --undo` brings them back")
                + passedOver;
    }

    private String json(int jobs) {
        return Json.line(Json.object().put(undo ? "reinstated" : "cancelled", jobs));
    }
}
