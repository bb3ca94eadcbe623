package dev.forebay.bench.speed;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link PairBenchmark} with one thread and with eight, and prints what the targets are about. */
final class Pairs {

    private static final int[] THREADS = {1, 8};

    private Pairs() {}

    /** Takes the options of JMH. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        for (int threads : THREADS) {
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .include(PairBenchmark.class.getName())
                    .threads(threads);
            print(threads, new Runner(options.build()).run());
        }
    }

    private static void print(int threads, Collection<RunResult> results) {
        double pair = nanos("pair", results);
        double consume = nanos("consume", results);
        double giveBack = nanos("giveBack", results);
        System.out.println(String.format(
                Locale.ROOT,
                "%d threads: a pair takes %.0f ns, %.2f million pairs a second; a consume of Bucket4j %.0f ns, ratio %.1f; "
                        + "a consume and a part given back %.0f ns, ratio %.1f",
                threads,
                pair,
                threads * 1e3 / pair,
                consume,
                pair / consume,
                giveBack,
                pair / giveBack));
    }

    private static double nanos(String method, Collection<RunResult> results) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElseThrow();
    }
}
