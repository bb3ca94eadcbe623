package dev.forebay.time;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The source of chance: jitter is drawn here and nowhere else, so that a test that gives a seed gets the same run again.
 *
 * <p>Implementations are thread-safe. No method blocks.
 */
@FunctionalInterface
public interface Randomness {

    /** A number, uniform in [0, 1). */
    double next();

    /** A source that nobody can repeat. */
    static Randomness system() {
        return () -> ThreadLocalRandom.current().nextDouble();
    }

    /** A source that gives the same numbers for the same seed. */
    static Randomness seeded(long seed) {
        Random random = new Random(seed);
        return random::nextDouble;
    }
}
