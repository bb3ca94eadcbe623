package dev.forebay.bench.virtual;

import dev.forebay.simulator.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        int processes,
        double fairness,
        double worstFairness,
        List<String> violations) {

    /** Runs the seeds from 1 on, several at a time. */
    static Cell measure(Row row, Setting setting, int seeds, int calls) {
        Scenario scenario = row.scenario().apply(setting, calls);
        List<Trial> trials = LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> Trial.run(row, scenario, seed))
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
                scenario.clients(),
                trials.stream().mapToDouble(Trial::fairness).average().orElseThrow(),
                trials.stream().mapToDouble(Trial::fairness).min().orElseThrow(),
                violations);
    }

    /** Whether the numbers are as promised; all are where nothing is. */
    boolean passes() {
        return violations.isEmpty() && (!isPromised() || reaches());
    }

    private boolean isPromised() {
        return setting.promised() && row.target().promised();
    }

    private boolean reaches() {
        return row.target().isReached(share, rejected, worstRejected);
    }

    /** A line of a table in Markdown. */
    String line() {
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
                row.target(),
                word());
    }

    /** A line of the table of fairness; empty where nobody shares. */
    Optional<String> fairnessLine() {
        if (processes == 1) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(Locale.ROOT, "| %s | %s | %.4f | %.4f |", row.name(), setting, fairness, worstFairness));
    }

    private String word() {
        if (!violations.isEmpty()) {
            return "BROKEN";
        }
        if (reaches()) {
            return row.target().promised() ? "pass" : "";
        }
        return isPromised() ? "SHORT" : "short (reported)";
    }

    private record Trial(
            long seed, double share, double rejected, double oracleShare, double fairness, List<String> violations) {

        static Trial run(Row row, Scenario scenario, long seed) {
            Outcome outcome = Lab.run(scenario, seed);
            Ledger oracle = Oracle.run(scenario, seed);
            return new Trial(
                    seed,
                    row.share().applyAsDouble(outcome),
                    row.rejected().applyAsDouble(outcome),
                    oracle.steadyShare(),
                    Fairness.index(outcome.tape(), scenario.clients()),
                    outcome.violations());
        }
    }
}
