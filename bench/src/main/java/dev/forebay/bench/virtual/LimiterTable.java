package dev.forebay.bench.virtual;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints what the limiter reaches in virtual time, beside what it promises: {@code scripts/limiter_table.sh}. Exit status: 0 all
 * promised rows pass, 1 some fall short, 2 wrong usage.
 */
public final class LimiterTable {

    private static final int SEEDS = 20;
    private static final int CALLS = 5_000;

    private final PrintStream out;

    private LimiterTable(PrintStream out) {
        this.out = out;
    }

    /** Runs the table. */
    public static void main(String[] arguments) {
        System.exit(new LimiterTable(System.out).run(arguments));
    }

    private int run(String[] arguments) {
        Map<String, String> options;
        int seeds;
        int calls;
        try {
            options = options(arguments);
            seeds = number(options, "--seeds", SEEDS);
            calls = number(options, "--calls", CALLS);
        } catch (IllegalArgumentException wrong) {
            System.err.println("limiter_table: " + wrong.getMessage());
            return 2;
        }
        String only = options.getOrDefault("--only", "");
        List<Row> rows =
                Rows.all().stream().filter(row -> row.name().contains(only)).toList();
        if (rows.isEmpty()) {
            System.err.println("limiter_table: no row is called " + only + "; rows: "
                    + Rows.all().stream().map(Row::name).toList());
            return 2;
        }
        out.println(seeds + " seeds x " + calls + " calls a cell");
        out.println();
        out.println(
                "| row | limits, burst, latency | steady share | worst seed | 429s per 1,000 | worst (seed) | oracle"
                        + " | target | |");
        out.println("|---|---|--:|--:|--:|--:|--:|---|---|");
        List<Cell> all = new ArrayList<>();
        for (Row row : rows) {
            for (Setting setting : Setting.all()) {
                Cell cell = Cell.measure(row, setting, seeds, calls);
                out.println(cell.line());
                cell.violations().forEach(what -> out.println("  " + what));
                all.add(cell);
            }
        }
        printFairness(all);
        long passed = all.stream().filter(Cell::passes).count();
        out.println();
        out.println(passed + " of " + all.size() + " cells pass or are only reported");
        return passed == all.size() ? 0 : 1;
    }

    private void printFairness(List<Cell> cells) {
        List<String> lines =
                cells.stream().flatMap(cell -> cell.fairnessLine().stream()).toList();
        if (!lines.isEmpty()) {
            out.println();
            out.println("Fairness between processes until the first is done (Jain's index of input tokens):");
            out.println();
            out.println("| row | limits, burst, latency | mean | worst seed |");
            out.println("|---|---|--:|--:|");
            lines.forEach(out::println);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new TreeMap<>();
        for (int at = 0; at < arguments.length; at += 2) {
            if (!List.of("--seeds", "--calls", "--only").contains(arguments[at]) || at + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "'" + arguments[at] + "' is not understood; usage: [--seeds N] [--calls N] [--only ROW]");
            }
            options.put(arguments[at], arguments[at + 1]);
        }
        return options;
    }

    private static int number(Map<String, String> options, String name, int standard) {
        String text = options.getOrDefault(name, Integer.toString(standard));
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(name + " is '" + text + "'; allowed: 1 to 9,999,999");
        }
        return Integer.parseInt(text);
    }
}
