package dev.forebay.bench.virtual;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Runs as many random mixes as anybody likes, and prints the seed and the options of each that breaks a promise: {@code
 * scripts/limiter_seeds.sh}; or each model of a provider with as many. Exit status: 0 none did, 1 some did, 2 wrong usage.
 */
public final class LimiterSeeds {

    private static final int SEEDS = 1_000;
    private static final int CALLS = 600;
    private static final List<String> NAMES = List.of("--seeds", "--from", "--calls", "--kind", "--only", "--transit");

    /** What the limiter reckons with. */
    private static final int TRANSIT_MILLIS = 50;

    /** Of the violations of one run. */
    private static final int SHOWN = 5;

    private LimiterSeeds() {}

    /** Runs the seeds. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    private static int run(String[] arguments, PrintStream out) {
        Map<String, String> options = new TreeMap<>();
        for (int at = 0; at < arguments.length; at += 2) {
            boolean known = NAMES.contains(arguments[at]) && at + 1 < arguments.length;
            if (!known || !arguments[at + 1].matches(allowed(arguments[at]))) {
                System.err.println(
                        "limiter_seeds: '" + arguments[at]
                                + "' is not understood; usage: [--seeds N] [--from S] [--calls N] [--kind any|t3|t7] [--only MODEL] [--transit MILLISECONDS]");
                return 2;
            }
            options.put(arguments[at], arguments[at + 1]);
        }
        long seeds = number(options, "--seeds", SEEDS);
        long from = number(options, "--from", 1);
        int calls = (int) number(options, "--calls", CALLS);
        String kind = options.getOrDefault("--kind", "any");
        if (kind.equals("t7")) {
            List<ProviderModel> models = ProviderModel.all().stream()
                    .filter(model ->
                            options.getOrDefault("--only", model.name()).equals(model.name()))
                    .toList();
            return everyModel(models, from, seeds, calls, out);
        }
        boolean sound = kind.equals("t3");
        Duration transit = Duration.ofMillis(number(options, "--transit", TRANSIT_MILLIS));
        long broken = LongStream.range(from, from + seeds)
                .parallel()
                .filter(seed -> breaks(seed, sound ? Mix.sound(seed, calls, transit) : Mix.any(seed, calls), out))
                .count();
        out.println(broken + " of " + seeds + " seeds broke a promise, from seed " + from + " on, " + calls
                + " calls each");
        return broken == 0 ? 0 : 1;
    }

    /** A line for each model with the worst minute of all seeds, and under it each seed that broke something. */
    private static int everyModel(List<ProviderModel> models, long from, long seeds, int calls, PrintStream out) {
        long broken = 0;
        for (ProviderModel model : models) {
            Map<Long, Mix.Verdict> verdicts = new ConcurrentSkipListMap<>();
            LongStream.range(from, from + seeds)
                    .parallel()
                    .forEach(seed -> verdicts.put(seed, model.mix(seed, calls).verdict(seed)));
            double worst = verdicts.values().stream()
                    .mapToDouble(Mix.Verdict::worstMinute)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            out.printf(Locale.ROOT, "%-26s worst minute %4.0f %%%n", model.name(), 100 * worst);
            for (Map.Entry<Long, Mix.Verdict> verdict : verdicts.entrySet()) {
                List<String> violations = verdict.getValue().violations();
                if (!violations.isEmpty()) {
                    broken++;
                    print(verdict.getKey(), model.mix(verdict.getKey(), calls), violations, out);
                }
            }
        }
        out.println(broken + " of " + seeds * models.size() + " runs broke a promise, from seed " + from + " on, "
                + calls + " calls each");
        return broken == 0 ? 0 : 1;
    }

    private static String allowed(String option) {
        return switch (option) {
            case "--kind" -> "any|t3|t7";
            case "--only" ->
                ProviderModel.all().stream().map(ProviderModel::name).collect(Collectors.joining("|"));
            default -> "[1-9][0-9]{0,8}";
        };
    }

    private static void print(long seed, Mix mix, List<String> violations, PrintStream out) {
        out.println("seed " + seed + ": " + mix.options());
        violations.stream().limit(SHOWN).forEach(violation -> out.println("    " + violation));
        if (violations.size() > SHOWN) {
            out.println("    and " + (violations.size() - SHOWN) + " more");
        }
    }

    private static boolean breaks(long seed, Mix mix, PrintStream out) {
        List<String> violations = mix.violations(seed);
        if (!violations.isEmpty()) {
            print(seed, mix, violations, out);
        }
        return !violations.isEmpty();
    }

    private static long number(Map<String, String> options, String name, long standard) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(standard)));
    }
}
