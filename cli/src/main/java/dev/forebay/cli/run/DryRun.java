package dev.forebay.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.input.MediaBytes;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.plan.Forecast;
import dev.forebay.cli.plan.Plan;
import dev.forebay.cli.progress.Console;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.pool.PoolState;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.NewJob;
import dev.forebay.signal.Dimension;
import dev.forebay.time.Clock;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the input of a run and says what it would take and cost. Sends nothing, writes nothing. Used once, by one thread; blocks
 * on the disk.
 */
public final class DryRun {

    private static final int JOBS_AT_ONCE = 500;
    private static final int BYTES_AT_ONCE = 8 << 20;

    /** A person reads so many lines of complaint; the others are counted. */
    private static final int COMPLAINTS_MAX = 20;

    private final RunSettings settings;
    private final Optional<Integer> outputTokens;
    private final Clock clock;
    private final Console console;

    /**
     * A dry run of these settings.
     *
     * @param outputTokens the user's guess of the tokens of an answer, 1 or more
     * @param console where complaints and the forecast go
     */
    public DryRun(RunSettings settings, Optional<Integer> outputTokens, Clock clock, Console console) {
        this.settings = settings;
        this.outputTokens = outputTokens;
        this.clock = clock;
        this.console = console;
    }

    /**
     * Reads all of it.
     *
     * @return the exit status
     */
    public int execute() {
        Optional<Path> store = settings.files().store().filter(Files::isRegularFile);
        if (store.isPresent()) {
            try (JobReader earlier = Stores.openForReading(store.get())) {
                return forecast(
                        PoolSetup.saved(settings, earlier),
                        new LeftToDo(Optional.of(earlier), settings.files().changed()));
            }
        }
        return forecast(
                Optional.empty(),
                new LeftToDo(Optional.empty(), settings.files().changed()));
    }

    private int forecast(Optional<PoolState> learned, LeftToDo leftToDo) {
        Plan plan = new Plan(
                PoolSetup.pool(settings, clock, learned).build(),
                new Plan.Assumptions(
                        outputTokens,
                        settings.pace().limits().ownPart().concurrency().stream()
                                .boxed()
                                .findFirst(),
                        settings.pace().price()));
        long bad = readAll(plan, leftToDo);
        Forecast forecast = plan.forecast();
        if (settings.progress() == Progress.Form.JSON) {
            console.out().println(Json.line(json(forecast, bad)));
        } else {
            lines(forecast, bad).forEach(console.out()::println);
        }
        console.out().flush();
        return bad > 0 || forecast.neverFit() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.SUCCEEDED;
    }

    private long readAll(Plan plan, LeftToDo leftToDo) {
        Inputs documents = settings.input().documents();
        JobMaker maker = JobMaker.of(settings);
        List<NewJob> batch = new ArrayList<>();
        int bytes = 0;
        long bad = 0;
        for (Optional<Document> next = documents.next(); next.isPresent(); next = documents.next()) {
            try {
                NewJob job = maker.job(Document.usable(next.get()));
                batch.add(job);
                bytes += job.payload().size();
            } catch (BadLineException e) {
                bad++;
                if (bad <= COMPLAINTS_MAX) {
                    console.err().println(next.get().place() + ": " + e.reason());
                }
            }
            if (batch.size() >= JOBS_AT_ONCE || bytes >= BYTES_AT_ONCE) {
                add(plan, leftToDo.of(batch), maker);
                batch.clear();
                bytes = 0;
            }
        }
        add(plan, leftToDo.of(batch), maker);
        leftToDo.finish();
        return bad;
    }

    private void add(Plan plan, List<NewJob> jobs, JobMaker maker) {
        jobs.forEach(job -> plan.add(job, textBytes(job), maker.bounds().outputTokensMax()));
    }

    /** As the run counts them: with a budget all bytes are text, to be on the safe side. */
    private long textBytes(NewJob job) {
        long all = job.payload().size();
        if (settings.input().batch().isEmpty() || settings.pace().budget().isPresent()) {
            return all;
        }
        try {
            return Math.min(
                    all,
                    MediaBytes.without(Json.parse(job.payload().utf8()), all).orElse(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the line was well formed when it was read as a whole", e);
        }
    }

    private List<String> lines(Forecast forecast, long bad) {
        List<String> lines = new ArrayList<>();
        lines.add("dry run: nothing was sent"
                + (settings.pace().told().isPresent() ? " but the question for the limits" : ""));
        settings.pace().told().map(LimitView::told).ifPresent(lines::add);
        lines.add("jobs:   " + Words.count(forecast.jobs()) + " to do"
                + (forecast.neverFit() > 0
                        ? ", " + Words.count(forecast.neverFit())
                                + " that a limit will never let through, and that are left out below"
                        : "")
                + (bad > 0 ? ", " + Words.count(bad) + " bad lines" : ""));
        lines.add("tokens: " + Words.count(Math.round(forecast.tokens().input())) + " input and "
                + Words.count(Math.round(forecast.tokens().output())) + " output, " + basis(forecast.basis()));
        lines.add("time:   " + time(forecast));
        lines.add("cost:   " + cost(forecast));
        budget(forecast).ifPresent(lines::add);
        return lines;
    }

    private static String basis(Forecast.Basis basis) {
        return switch (basis) {
            case LEARNED -> "by the answers in the store";
            case GIVEN -> "by the shape of the text and --expect-output";
            case ASSUMED ->
                "by the shape of the text, answers assumed to be short; --expect-output, or a run of the first"
                        + " lines into the same --store, makes it exact";
        };
    }

    private static String time(Forecast forecast) {
        if (forecast.time().isEmpty()) {
            return "no limit is known; give --limits, or let a run of the first lines learn them";
        }
        return Words.duration(forecast.time().get()) + " (half of all times), "
                + Words.duration(forecast.timeAtWorst().orElseThrow()) + " (nine of ten); "
                + forecast.binding().map(Dimension::words).orElse("nothing") + " binds";
    }

    private static String cost(Forecast forecast) {
        if (forecast.price().isEmpty()) {
            return "the price is not known; give --price in=2,out=10";
        }
        return Words.cost(forecast.cost()) + " expected, " + Words.cost(forecast.costAtBest()) + " low, "
                + Words.cost(forecast.costAtWorst()) + " at the very worst; a Batch API would take "
                + Words.cost(forecast.costAsBatch()) + " and up to a day";
    }

    private Optional<String> budget(Forecast forecast) {
        if (settings.pace().budget().isEmpty() || forecast.cost().isEmpty() || forecast.jobs() == 0) {
            return Optional.empty();
        }
        BigDecimal budget = settings.pace().budget().get();
        double share = budget.movePointRight(6).doubleValue()
                / Math.max(1, forecast.cost().getAsLong());
        return Optional.of(
                share >= 1
                        ? "budget: enough for all jobs, as expected"
                        : "budget: ends after about " + Words.count((long) (forecast.jobs() * share)) + " jobs");
    }

    private static ObjectNode json(Forecast forecast, long bad) {
        ObjectNode line = Json.object()
                .put("event", "forecast")
                .put("jobs", forecast.jobs())
                .put("never_fit", forecast.neverFit())
                .put("bad_lines", bad)
                .put("input_tokens", Math.round(forecast.tokens().input()))
                .put("output_tokens", Math.round(forecast.tokens().output()))
                .put("basis", forecast.basis().name().toLowerCase(java.util.Locale.ROOT));
        forecast.time().ifPresent(time -> line.put("seconds_p50", time.toMillis() / 1e3));
        forecast.timeAtWorst().ifPresent(time -> line.put("seconds_p90", time.toMillis() / 1e3));
        forecast.binding().ifPresent(dimension -> line.put("binding", dimension.name()));
        forecast.cost().ifPresent(micros -> line.put("cost_usd", Json.dollars(micros)));
        forecast.costAtBest().ifPresent(micros -> line.put("cost_low_usd", Json.dollars(micros)));
        forecast.costAtWorst().ifPresent(micros -> line.put("cost_worst_usd", Json.dollars(micros)));
        forecast.costAsBatch().ifPresent(micros -> line.put("batch_cost_usd", Json.dollars(micros)));
        return line;
    }
}
