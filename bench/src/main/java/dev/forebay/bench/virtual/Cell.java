package dev.forebay.bench.virtual;

import dev.forebay.simulator.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** One row of the table in one setting, over many seeds. Immutable. */
record Cell(
        Row row,
        Setting setting,
        double share,
        double worstShare,
        double rejected,
        double worstRejected,
        long worstSeed,
        double oracleShare,
        List<String> violations) {

    /** Runs the seeds from 1 on, several at a time. */
    static Cell measure(Row row, Setting setting, int seeds, int calls) {
        Scenario scenario = row.scenario().apply(setting, calls);
        List<Trial> trials = LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> Trial.run(scenario, seed))
                .toList();
        List<String> violations = new ArrayList<>();
        trials.forEach(
                trial -> trial.violations().forEach(what -> violations.add("seed " + trial.seed() + ": " + what)));
        Trial worst = trials.stream()
                .reduce((left, right) -> right.rejected() > left.rejected()
                                || (right.rejected() == left.rejected() && right.share() < left.share())
                        ? right
                        : left)
                .orElseThrow();
        return new Cell(
                row,
                setting,
                trials.stream().mapToDouble(Trial::share).average().orElseThrow(),
                trials.stream().mapToDouble(Trial::share).min().orElseThrow(),
                trials.stream().mapToDouble(Trial::rejected).average().orElseThrow(),
                trials.stream().mapToDouble(Trial::rejected).max().orElseThrow(),
                worst.seed(),
                trials.stream().mapToDouble(Trial::oracleShare).average().orElseThrow(),
                violations);
    }

    /** Whether the numbers are as promised; all are where nothing is. */
    boolean passes() {
        return violations.isEmpty() && (!setting.promised() || reaches());
    }

    private boolean reaches() {
        return share >= row.shareMin() && rejected <= row.rejectedMax() && worstRejected <= row.worstRejectedMax();
    }

    /** A line of a table in Markdown. */
    String line() {
        String target =
                String.format(Locale.ROOT, ">= %.0f %%, <= %s", row.shareMin() * 100, number(row.rejectedMax()));
        if (row.worstRejectedMax() < Double.POSITIVE_INFINITY) {
            target += ", no seed above " + number(row.worstRejectedMax());
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f %% | %.2f %% | %.2f | %.2f (%d) | %.2f %% | %s | %s |",
                row.name(),
                setting,
                share * 100,
                worstShare * 100,
                rejected,
                worstRejected,
                worstSeed,
                oracleShare * 100,
                target,
                word());
    }

    private String word() {
        if (!violations.isEmpty()) {
            return "BROKEN";
        }
        return reaches() ? "pass" : setting.promised() ? "SHORT" : "short (reported)";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private record Trial(long seed, double share, double rejected, double oracleShare, List<String> violations) {

        static Trial run(Scenario scenario, long seed) {
            Outcome outcome = Lab.run(scenario, seed);
            Ledger oracle = Oracle.run(scenario, seed);
            return new Trial(
                    seed,
                    outcome.ledger().steadyShare(),
                    outcome.rejectedPerThousand(),
                    oracle.steadyShare(),
                    outcome.violations());
        }
    }
}
