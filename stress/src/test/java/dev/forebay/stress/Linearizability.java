package dev.forebay.stress;

import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How long Lincheck looks: {@code -Dforebay.lincheck=N} scenarios; some few in a build. */
final class Linearizability {

    private static final int ITERATIONS = Integer.getInteger("forebay.lincheck", 5);

    private Linearizability() {}

    /** Runs random scenarios of three threads and looks for an order of their steps that explains what each returned. */
    static void check(Class<?> operations) {
        options().check(operations);
    }

    private static Options<?, ?> options() {
        return new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(2_000)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1);
    }
}
