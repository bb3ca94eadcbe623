package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.output.ResultLine;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code forebay dead}: the jobs that were given up. */
@Command(
        name = "dead",
        description = "Shows the jobs that were given up, and brings them back.",
        synopsisSubcommandLabel = "list|show|retry|export",
        footer = {
            "",
            "Examples:",
            "  forebay dead list --store in.jsonl.results.jsonl.db",
            "  forebay dead show inv-0042 --store in.jsonl.results.jsonl.db",
            "  forebay dead retry --all --store in.jsonl.results.jsonl.db   (and then the run's command again)",
            "",
            "Exit status: 0 done; 2 wrong usage, no such store or job, or a run is at work (retry only); 5 the store"
                    + " cannot be read."
        })
final class DeadCommand implements Runnable {

    private final Surroundings surroundings;

    DeadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static final int LETTERS_AT_ONCE = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, retry or export");
    }

    @Command(name = "list", description = "One line for each: id, attempts, cost, cause.")
    int list(@Mixin StoreOption store, @Option(names = "--json", description = "As lines of JSON.") boolean json) {
        PrintStream out = surroundings.console().out();
        each(store, letter -> out.println(json ? ResultLine.failed(letter, true) : line(letter.job())));
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "show", description = "All that is known of one job, dead or not.")
    int show(@Mixin StoreOption store, @Parameters(paramLabel = "ID", description = "The job.") String id) {
        PrintStream out = surroundings.console().out();
        try (JobReader reader = Stores.openForReading(store.file())) {
            JobSnapshot job = Stores.await(reader.find(id))
                    .orElseThrow(() -> UserException.usage("there is no job " + id + " in " + store.file()));
            out.println(job.id() + " is " + job.state().name().toLowerCase(Locale.ROOT));
            job.reason().ifPresent(reason -> out.println("reason:     " + reason));
            out.println("deliveries: " + job.counters().deliveries() + ", attempts "
                    + job.counters().attempts() + ", throttles "
                    + job.counters().throttles() + ", crashes "
                    + job.counters().crashes() + ", cost " + Words.cost(OptionalLong.of(job.costMicros())));
            if (job.state() == JobState.DEAD) {
                Stores.await(reader.deadLetters(job.sequence() - 1, 1)).stream()
                        .flatMap(letter -> letter.history().stream())
                        .forEach(entry -> out.println(line(entry)));
            }
            Stores.await(reader.payload(id)).ifPresent(request -> out.println("request:    " + request.utf8()));
            Stores.await(reader.answer(id)).ifPresent(answer -> out.println("answer:     " + answer.utf8()));
        }
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "retry", description = "Makes dead jobs ready again, with fresh attempts.")
    int retry(
            @Mixin StoreOption store,
            @Option(names = "--all", description = "All of them.") boolean all,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Or these.") List<String> ids) {
        List<String> chosen = ids == null ? List.of() : ids;
        if (all == !chosen.isEmpty()) {
            throw UserException.usage("say which dead jobs to retry: --all, or their ids");
        }
        if (chosen.size() > JobStore.BATCH_MAX) {
            throw UserException.usage("at most " + JobStore.BATCH_MAX + " ids at once; --all takes all");
        }
        try (JobStore writer = Stores.openExisting(store.file())) {
            int revived = Stores.await(all ? writer.retryAllDead() : writer.retryDead(chosen));
            surroundings
                    .console()
                    .out()
                    .println(Words.count(revived) + " jobs are ready again; run the same command again to call them");
        }
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "export", description = "As lines of JSON, in the form of FILE.failed.jsonl.")
    int export(@Mixin StoreOption store) {
        PrintStream out = surroundings.console().out();
        each(store, letter -> out.println(ResultLine.failed(letter, true)));
        return ExitStatus.SUCCEEDED;
    }

    private static void each(StoreOption store, Consumer<DeadLetter> action) {
        try (JobReader reader = Stores.openForReading(store.file())) {
            long after = 0;
            List<DeadLetter> letters = Stores.await(reader.deadLetters(after, LETTERS_AT_ONCE));
            while (!letters.isEmpty()) {
                letters.forEach(action);
                after = letters.get(letters.size() - 1).job().sequence();
                letters = Stores.await(reader.deadLetters(after, LETTERS_AT_ONCE));
            }
        }
    }

    private static String line(JobSnapshot job) {
        return job.id() + "  " + job.counters().attempts() + " attempts  "
                + Words.cost(OptionalLong.of(job.costMicros())) + "  "
                + job.reason().orElse("no reason given");
    }

    private static String line(HistoryEntry entry) {
        return entry.at() + "  " + entry.event().name().toLowerCase(Locale.ROOT) + "  " + entry.reason()
                + (entry.costMicros() > 0
                        ? "  $" + Json.dollars(entry.costMicros()).toPlainString()
                        : "");
    }
}
