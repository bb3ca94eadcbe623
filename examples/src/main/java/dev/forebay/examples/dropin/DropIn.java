package dev.forebay.examples.dropin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Real client libraries against a provider with limits: the same program as it is, and with the one line that Forebay adds.
 * Prints what came of each, by the provider's own ledger. {@code DropIn [CALLS]}; 500 calls take some ten minutes.
 *
 * <p>Ends with status 0 if with Forebay every call succeeded and at most one request of each row was rejected, else with 1.
 */
public final class DropIn {

    private static final int CALLS = 500;
    private static final int CALLS_MAX = 10_000;
    private static final int THREADS = 64;

    /** The same rate with a bucket of ten seconds, and with one of a second: the lower the bucket, the harder. */
    private static final List<String> LIMITS = List.of("rpm=1200,burst=10s", "rpm=1200,burst=1s");

    private static final String LATENCY = "1s";

    private DropIn() {}

    /** Runs all rows and prints the table. */
    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length == 0 ? CALLS : calls(arguments[0]);
        for (Library library : Library.values()) {
            Load.warmUp(library);
        }
        boolean flawless = true;
        for (String limits : LIMITS) {
            flawless &= isFlawless(new Setting(calls, THREADS, limits, LATENCY));
        }
        System.exit(flawless ? 0 : 1);
    }

    private static int calls(String text) {
        try {
            int calls = Integer.parseInt(text);
            if (calls >= 1 && calls <= CALLS_MAX) {
                return calls;
            }
        } catch (NumberFormatException unreadable) {
            // Answered below, as is a number out of range.
        }
        System.err.println("CALLS is '" + text + "'; allowed: 1 to " + CALLS_MAX);
        System.exit(2);
        throw new IllegalStateException("ended");
    }

    private static boolean isFlawless(Setting setting) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%n%d calls from %d threads, limits %s, answers after about %s%n",
                setting.calls(),
                setting.threads(),
                setting.requests(),
                setting.latency());
        System.out.printf(
                Locale.ROOT,
                "%-27s %-9s %-8s %6s %10s %7s %5s %9s %8s%n",
                "client",
                "way",
                "Forebay",
                "calls",
                "succeeded",
                "failed",
                "429s",
                "attempts",
                "seconds");
        boolean flawless = true;
        for (Library library : Library.values()) {
            for (Way way : library.ways()) {
                print(library, way, "without", Load.run(library, way, setting, false));
                Result with = Load.run(library, way, setting, true);
                print(library, way, "with", with);
                flawless &= with.isFlawless();
            }
        }
        System.out.println(
                flawless
                        ? "with Forebay: every call succeeded, at most 1 rejected in each row"
                        : "with Forebay: FAILED, see above");
        return flawless;
    }

    private static void print(Library library, Way way, String forebay, Result result) {
        System.out.printf(
                Locale.ROOT,
                "%-27s %-9s %-8s %6d %10d %7d %5d %9d %8.1f  %s%n",
                library.jar(),
                way.name().toLowerCase(Locale.ROOT),
                forebay,
                result.calls(),
                result.succeeded(),
                result.calls() - result.succeeded(),
                result.ledger().rejectedTotal(),
                result.ledger().arrived(),
                result.time().toMillis() / 1e3,
                words(result.failures()));
    }

    private static String words(Map<String, Integer> failures) {
        return failures.entrySet().stream()
                .map(failure -> failure.getKey() + " " + failure.getValue())
                .collect(Collectors.joining(", "));
    }
}
