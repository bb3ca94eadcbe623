package dev.forebay.bench.virtual;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs as many random mixes as anybody likes, and prints the seed and the options of each that breaks a promise: {@code
 * scripts/limiter_seeds.sh}. Exit status: 0 none did, 1 some did, 2 wrong usage.
 */
public final class LimiterSeeds {

    private static final int SEEDS = 1_000;
    private static final int CALLS = 600;
    private static final List<String> NAMES = List.of("--seeds", "--from", "--calls", "--kind", "--transit");

    /** What the limiter reckons with. */
    private static final int TRANSIT_MILLIS = 50;

    private LimiterSeeds() {}

    /** Runs the seeds. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    private static int run(String[] arguments, PrintStream out) {
        Map<String, String> options = new TreeMap<>();
        for (int at = 0; at < arguments.length; at += 2) {
            boolean known = NAMES.contains(arguments[at]) && at + 1 < arguments.length;
            if (!known || !arguments[at + 1].matches(arguments[at].equals("--kind") ? "any|t3" : "[1-9][0-9]{0,8}")) {
                System.err.println(
                        "limiter_seeds: '" + arguments[at]
                                + "' is not understood; usage: [--seeds N] [--from S] [--calls N] [--kind any|t3] [--transit MILLISECONDS]");
                return 2;
            }
            options.put(arguments[at], arguments[at + 1]);
        }
        long seeds = number(options, "--seeds", SEEDS);
        long from = number(options, "--from", 1);
        int calls = (int) number(options, "--calls", CALLS);
        boolean sound = options.getOrDefault("--kind", "any").equals("t3");
        Duration transit = Duration.ofMillis(number(options, "--transit", TRANSIT_MILLIS));
        long broken = LongStream.range(from, from + seeds)
                .parallel()
                .filter(seed -> breaks(seed, sound ? Mix.sound(seed, calls, transit) : Mix.any(seed, calls), out))
                .count();
        out.println(broken + " of " + seeds + " seeds broke a promise, from seed " + from + " on, " + calls
                + " calls each");
        return broken == 0 ? 0 : 1;
    }

    private static boolean breaks(long seed, Mix mix, PrintStream out) {
        List<String> violations = mix.violations(seed);
        if (!violations.isEmpty()) {
            out.println("seed " + seed + ": " + mix.options() + "\n    " + String.join("\n    ", violations));
        }
        return !violations.isEmpty();
    }

    private static long number(Map<String, String> options, String name, long standard) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(standard)));
    }
}
