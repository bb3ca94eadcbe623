package dev.forebay.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.progress.Console;
import dev.forebay.cli.progress.Figures;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.progress.Words;
import dev.forebay.pool.Snapshot;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobState;
import dev.forebay.queue.WorkEnd;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says in the end what was done, where it is and how to go on, and gives the run its status. Thread-safe. */
final class RunSummary {

    private final RunSettings settings;
    private final Console console;

    /**
     * How a run ended. Immutable.
     *
     * @param end why the work ended
     * @param jobs what the store holds now
     * @param intake what became of the input
     * @param signal that was received
     * @param late whether the deadline ended it
     * @param tally what was counted
     * @param pool at the end
     */
    record Outcome(
            WorkEnd end,
            JobCounts jobs,
            Intake.Report intake,
            OptionalInt signal,
            boolean late,
            Tally tally,
            Snapshot pool) {

        long left() {
            return jobs.toDo() + jobs.of(JobState.HELD);
        }

        int status() {
            if (end.reason() == WorkEnd.Reason.POOL_REFUSED) {
                return ExitStatus.REFUSED;
            }
            if (signal.isPresent() && left() > 0) {
                return ExitStatus.SIGNALLED + signal.getAsInt();
            }
            if (left() > 0) {
                return ExitStatus.HELD;
            }
            return jobs.of(JobState.DEAD) > 0 || intake.bad() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.SUCCEEDED;
        }
    }

    RunSummary(RunSettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** Prints the summary; gives the exit status. */
    int print(Outcome outcome) {
        int status = outcome.status();
        stopReason(outcome).ifPresent(reason -> console.err().println("forebay: " + reason));
        if (settings.progress() == Progress.Form.JSON) {
            console.out().println(Json.line(json(outcome, status)));
        } else {
            lines(outcome).forEach(console.out()::println);
        }
        flush(console.out());
        return status;
    }

    private Optional<String> stopReason(Outcome outcome) {
        WorkEnd.Reason reason = outcome.end().reason();
        if (reason == WorkEnd.Reason.POOL_REFUSED) {
            return Optional.of(outcome.end().detail() + " (" + settings.form().address() + ", model "
                    + settings.form().model().name() + ")");
        }
        if (reason == WorkEnd.Reason.POOL_HELD || reason == WorkEnd.Reason.BUDGET_SPENT) {
            return Optional.of(
                    "held: " + outcome.end().detail() + " (" + settings.form().address() + ")");
        }
        if (outcome.late() && outcome.left() > 0) {
            return Optional.of("the deadline has passed with " + Words.count(outcome.left()) + " jobs left");
        }
        return Optional.empty();
    }

    private List<String> lines(Outcome outcome) {
        JobCounts jobs = outcome.jobs();
        Figures.Calls calls = outcome.tally().calls(0);
        List<String> lines = new ArrayList<>();
        lines.add(Words.count(jobs.of(JobState.DONE)) + " done, " + Words.count(jobs.of(JobState.DEAD)) + " dead, "
                + Words.count(jobs.of(JobState.HELD)) + " held, "
                + (jobs.of(JobState.CANCELLED) > 0 ? Words.count(jobs.of(JobState.CANCELLED)) + " cancelled, " : "")
                + Words.count(jobs.toDo()) + " left, "
                + Words.count(outcome.intake().bad()) + " bad lines, in "
                + Words.duration(outcome.tally().elapsed()));
        lines.add("this run: " + Words.count(outcome.tally().granted())
                + (outcome.tally().granted() == 1 ? " call, " : " calls, ")
                + Words.count(calls.throttled()) + " throttled, "
                + Words.count(outcome.tally().retried()) + " retried; "
                + Words.count(calls.inputTokens()) + " input and " + Words.count(calls.outputTokens())
                + " output tokens, " + Words.cost(calls.costMicros()));
        marked(calls).ifPresent(lines::add);
        LimitView.share(
                        outcome.pool(),
                        calls,
                        outcome.tally().granted(),
                        outcome.tally().granting())
                .ifPresent(share -> lines.add("used " + share));
        lines.add("results: " + settings.files().results());
        if (jobs.of(JobState.DEAD) > 0) {
            lines.add("dead:    " + settings.files().failed()
                    + settings.files()
                            .store()
                            .map(store -> "; `forebay dead list --store " + store
                                    + "` says why, `forebay dead retry` brings them back")
                            .orElse(""));
        }
        settings.files().store().ifPresent(store -> lines.add("store:   " + store));
        if (outcome.left() > 0) {
            lines.add(howToGoOn(outcome));
        }
        return lines;
    }

    private String howToGoOn(Outcome outcome) {
        if (settings.files().store().isEmpty()) {
            return "the rest is lost: a run with --store none cannot be resumed";
        }
        if (outcome.end().reason() == WorkEnd.Reason.POOL_REFUSED) {
            return "to go on: mend the key and run the same command again; with another model or prompt, add --changed"
                    + " rerun";
        }
        // The same command would end at once.
        boolean spent = outcome.end().reason() == WorkEnd.Reason.BUDGET_SPENT;
        return "to go on: run the same command again" + (spent ? " with a larger --budget" : "");
    }

    private static Optional<String> marked(Figures.Calls calls) {
        if (calls.marked().truncated() + calls.marked().refused() == 0) {
            return Optional.empty();
        }
        return Optional.of("answers: " + Words.count(calls.marked().truncated()) + " cut off at max tokens, "
                + Words.count(calls.marked().refused()) + " refused by the model; marked in their lines");
    }

    private ObjectNode json(Outcome outcome, int status) {
        JobCounts jobs = outcome.jobs();
        Figures.Calls calls = outcome.tally().calls(0);
        ObjectNode line = Json.object()
                .put("event", "summary")
                .put("status", status)
                .put("done", jobs.of(JobState.DONE))
                .put("dead", jobs.of(JobState.DEAD))
                .put("held", jobs.of(JobState.HELD))
                .put("cancelled", jobs.of(JobState.CANCELLED))
                .put("left", jobs.toDo())
                .put("bad_lines", outcome.intake().bad())
                .put("calls", outcome.tally().granted())
                .put("throttles", calls.throttled())
                .put("truncated", calls.marked().truncated())
                .put("refused", calls.marked().refused())
                .put("input_tokens", calls.inputTokens())
                .put("output_tokens", calls.outputTokens())
                .put("elapsed_seconds", outcome.tally().elapsed().toMillis() / 1e3)
                .put("results", settings.files().results().toString())
                .put("store", settings.files().store().map(Path::toString).orElse(null));
        calls.costMicros().ifPresent(micros -> line.put("cost_usd", Json.dollars(micros)));
        return line;
    }

    private static void flush(PrintStream out) {
        out.flush();
    }
}
