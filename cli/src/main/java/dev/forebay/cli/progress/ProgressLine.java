package dev.forebay.cli.progress;

import dev.forebay.cli.output.Json;
import java.util.ArrayList;
import java.util.List;

/** Composes one line of progress. Stateless. */
final class ProgressLine {

    private static final int BAR_CELLS = 20;

    /** On a narrower terminal the numbers are worth more than the bar. */
    private static final int BAR_COLUMNS_MIN = 50;

    private static final String SEPARATOR = "  ";

    private ProgressLine() {}

    /** For a log: everything. */
    static String plain(Figures figures) {
        return String.join(SEPARATOR, parts(figures));
    }

    /**
     * For a terminal: a bar, unless it is too narrow for one, and as much of the rest as fits, most important first. Always
     * shorter than the terminal is wide: a line that wraps cannot be drawn over.
     */
    static String bar(Figures figures, int columns) {
        StringBuilder line = new StringBuilder(columns < BAR_COLUMNS_MIN ? "" : cells(figures.jobs()));
        for (String part : parts(figures)) {
            String separator = line.isEmpty() ? "" : SEPARATOR;
            if (line.isEmpty() || line.length() + separator.length() + part.length() < columns) {
                line.append(separator).append(part);
            }
        }
        return line.substring(0, Math.min(line.length(), Math.max(0, columns - 1)));
    }

    private static String cells(Figures.Jobs jobs) {
        int filled = jobs.total() == 0 ? 0 : (int) (BAR_CELLS * (jobs.total() - jobs.left()) / jobs.total());
        return "[" + "#".repeat(filled) + ".".repeat(BAR_CELLS - filled) + "]";
    }

    /** For a program. */
    static String json(Figures figures) {
        var line = Json.object()
                .put("event", "progress")
                .put("total", figures.jobs().total())
                .put("done", figures.jobs().done())
                .put("dead", figures.jobs().dead())
                .put("held", figures.jobs().held())
                .put("in_flight", figures.calls().inFlight())
                .put("throttles", figures.calls().throttled())
                .put("input_tokens", figures.calls().inputTokens())
                .put("output_tokens", figures.calls().outputTokens())
                .put("elapsed_seconds", figures.elapsed().toMillis() / 1e3)
                .put(
                        "remaining_seconds",
                        figures.remaining().map(left -> left.toMillis() / 1e3).orElse(null))
                .put("limit_use", figures.limitUse())
                .put("binding", figures.binding());
        figures.calls().costMicros().ifPresent(micros -> line.put("cost_usd", Json.dollars(micros)));
        return Json.line(line);
    }

    private static List<String> parts(Figures figures) {
        Figures.Jobs jobs = figures.jobs();
        Figures.Calls calls = figures.calls();
        List<String> parts = new ArrayList<>();
        parts.add(Words.count(jobs.done()) + "/" + Words.count(jobs.total()) + " done");
        if (figures.binding().equals(Figures.PAUSED)) {
            parts.add(Figures.PAUSED);
        }
        figures.remaining().ifPresent(left -> parts.add("ETA " + Words.duration(left)));
        if (!figures.limitUse().isEmpty()) {
            parts.add(figures.limitUse());
        }
        parts.add("429s " + Words.count(calls.throttled()));
        if (jobs.dead() > 0) {
            parts.add(Words.count(jobs.dead()) + " dead");
        }
        parts.add(Words.cost(calls.costMicros()));
        parts.add(Words.count(calls.inFlight()) + " in flight");
        if (!figures.binding().isEmpty() && !figures.binding().equals(Figures.PAUSED)) {
            parts.add("waits for " + figures.binding());
        }
        parts.add("tokens " + Words.shortCount(calls.inputTokens()) + " in " + Words.shortCount(calls.outputTokens())
                + " out");
        return parts;
    }
}
