package dev.forebay.stress;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How long Lincheck looks: {@code -Dforebay.lincheck=N} scenarios, or half of them where they are explored.
 *
 * <p>Threads that run freely meet at a spot of a few nanoseconds so rarely that a short run sees nothing there. What takes one
 * lock around few statements is explored instead: every switch of threads is Lincheck's choice, and it tries them all while
 * they are few. A whole pool has too many, and is left to chance.
 */
final class Linearizability {

    private static final int ITERATIONS = Integer.getInteger("forebay.lincheck", 20);

    /** One that is explored takes longer than one that runs freely. */
    private static final int EXPLORED_PART = 2;

    private Linearizability() {}

    /** Runs random scenarios of three free threads and looks for an order of their steps that explains what each returned. */
    static void check(Class<?> operations) {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(2_000)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(operations);
    }

    /**
     * Runs random scenarios of two threads whose switches are chosen.
     *
     * @param model what tells of each order what it returns, one step after the other
     */
    static void explore(Class<?> operations, Class<?> model) {
        new ModelCheckingOptions()
                .iterations(Math.max(1, ITERATIONS / EXPLORED_PART))
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .sequentialSpecification(model)
                .check(operations);
    }
}
