package dev.forebay.bench.speed;

import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link AddedBenchmark} with two threads, and prints the percentiles. */
final class Added {

    private Added() {}

    /** Takes the options of JMH. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Statistics micros = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .include(AddedBenchmark.class.getName())
                        .threads(2)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics();
        System.out.println(String.format(
                Locale.ROOT,
                "a call through the pool adds %.1f microseconds (median), %.1f (p99), %.1f (p99.9)",
                micros.getPercentile(50),
                micros.getPercentile(99),
                micros.getPercentile(99.9)));
    }
}
