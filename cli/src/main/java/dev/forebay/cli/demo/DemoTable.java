package dev.forebay.cli.demo;

import dev.forebay.simulator.Ledger;
import java.io.PrintStream;
import java.util.Locale;

/** Prints the comparison. Used once. */
final class DemoTable {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final PrintStream out;
    private final int documents;

    DemoTable(PrintStream out, int documents) {
        this.out = out;
        this.documents = documents;
    }

    void print(Expectations.Comparison ours, Ledger ourLedger, Expectations.Comparison plain, Ledger plainLedger) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%-14s %16s %16s %22s %15s%n",
                "",
                "correct results",
                "rejected calls",
                "share of limit used",
                "last admission");
        row("forebay run", ours, ourLedger);
        row("plain client", plain, plainLedger);
        out.println(
                "Figures: ledgers of the two providers, and the result files. A client that gives work up looks better"
                        + " in its share than it is.");
    }

    private void row(String name, Expectations.Comparison comparison, Ledger ledger) {
        out.printf(
                Locale.ROOT,
                "%-14s %16s %16d %20.1f %% %13.1f s%n",
                name,
                comparison.correct() + " of " + documents,
                ledger.rejectedTotal(),
                PERCENT * ledger.share(),
                ledger.times().lastAdmissionNanos() / NANOS_PER_SECOND);
    }
}
