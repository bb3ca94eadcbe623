package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay dead retry}. */
@Command(
        name = "retry",
        description = "Makes dead jobs ready again, with fresh attempts; the run's command then calls them.",
        footer = {
            "",
            "Examples:",
            "  forebay dead retry --all --store in.jsonl.results.jsonl.db",
            "  forebay dead retry inv-0042 inv-0077 --store in.jsonl.results.jsonl.db",
            "",
            "Exit status: 0 done; 2 wrong usage, no such store or job, or a run is at work; 5 the machine failed."
        })
final class DeadRetryCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ChosenJobs chosen = new ChosenJobs();

    DeadRetryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        boolean all = chosen.all();
        try (JobStore writer = Stores.openExisting(store.file())) {
            Stores.requireJobs(writer, store.file(), chosen.ids());
            int retried = Stores.await(all ? writer.retryAllDead() : writer.retryDead(chosen.ids()));
            surroundings
                    .console()
                    .out()
                    .println(json.asked() ? Json.line(Json.object().put("retried", retried)) : words(retried));
        }
        return ExitStatus.SUCCEEDED;
    }

    private String words(int retried) {
        if (chosen.all() && retried == 0) {
            return "no job is dead";
        }
        int passedOver = chosen.all() ? 0 : chosen.ids().size() - retried;
        return Words.jobsAre(retried) + " ready again; run the same command again to call them"
                + (passedOver > 0
                        ? "; " + Words.count(passedOver) + " of those named were passed over, as they are not dead"
                        : "");
    }
}
