package dev.forebay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code forebay dead show}. */
@Command(
        name = "show",
        description = "All that is known of one job, dead or not: counters, cost, history, request and answer.",
        footer = {
            "",
            "Examples:",
            "  forebay dead show inv-0042 --store in.jsonl.results.jsonl.db",
            "  forebay dead show inv-0042 --store in.jsonl.results.jsonl.db --json",
            "",
            "Exit status: 0 shown; 2 there is no such store or job; 5 the store cannot be read."
        })
final class DeadShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "The job.")
    private String id = "";

    /** What the store holds of a job. Immutable. */
    private record Known(
            JobSnapshot job, List<HistoryEntry> history, Optional<Bytes> request, Optional<Bytes> answer) {}

    DeadShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintStream out = surroundings.console().out();
        Known known = read();
        if (json.asked()) {
            out.println(Json.line(json(known)));
        } else {
            words(known, out);
        }
        StandardOutput.check(out);
        return ExitStatus.SUCCEEDED;
    }

    private Known read() {
        try (JobReader reader = Stores.openForReading(store.file())) {
            JobSnapshot job = Stores.await(reader.find(id))
                    .orElseThrow(() -> UserException.usage("there is no job " + id + " in " + store.file()));
            return new Known(
                    job,
                    Stores.await(reader.history(id)),
                    Stores.await(reader.payload(id)),
                    Stores.await(reader.answer(id)));
        }
    }

    private static void words(Known known, PrintStream out) {
        JobSnapshot job = known.job();
        Counters counters = job.counters();
        out.println(job.id() + " is " + lower(job.state()));
        job.reason().ifPresent(reason -> out.println("reason:     " + reason));
        out.println("deliveries: " + counters.deliveries() + ", attempts " + counters.attempts() + ", throttles "
                + counters.throttles() + ", crashes " + counters.crashes() + ", cost "
                + Words.cost(OptionalLong.of(job.costMicros())));
        known.history().forEach(entry -> out.println(line(entry)));
        known.request().ifPresent(request -> out.println("request:    " + request.utf8()));
        known.answer().ifPresent(answer -> out.println("answer:     " + answer.utf8()));
    }

    private static String line(HistoryEntry entry) {
        return entry.at() + "  " + lower(entry.event()) + "  " + entry.reason()
                + (entry.costMicros() > 0
                        ? "  $" + Json.dollars(entry.costMicros()).toPlainString()
                        : "");
    }

    private static ObjectNode json(Known known) {
        JobSnapshot job = known.job();
        Counters counters = job.counters();
        ObjectNode line = Json.object()
                .put("id", job.id())
                .put("state", lower(job.state()))
                .put("reason", job.reason().orElse(null))
                .put("deliveries", counters.deliveries())
                .put("attempts", counters.attempts())
                .put("throttles", counters.throttles())
                .put("crashes", counters.crashes())
                .put("cost_usd", Json.dollars(job.costMicros()));
        ArrayNode history = line.putArray("history");
        for (HistoryEntry entry : known.history()) {
            history.addObject()
                    .put("at", entry.at().toString())
                    .put("event", lower(entry.event()))
                    .put("reason", entry.reason())
                    .put("cost_usd", Json.dollars(entry.costMicros()));
        }
        return line.put("request", known.request().map(Bytes::utf8).orElse(null))
                .put("answer", known.answer().map(Bytes::utf8).orElse(null));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
