package dev.forebay.simulator.time;

/**
 * A source of chance that gives the same values for the same seed, on every JDK (SplitMix64).
 *
 * <p>Not thread-safe. Each call of the provider and each invoice draws from a source of its own, so that one more draw in
 * one of them changes nothing in the others.
 */
public final class Chance {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** 2^-53: turns the upper 53 bits of a long into a double in [0, 1). */
    private static final double UNIT = 0x1.0p-53;

    private long state;

    /** Creates a source from any seed. */
    public Chance(long seed) {
        this.state = seed;
    }

    /** Creates the {@code index}-th of the independent sources that belong to a seed. */
    public static Chance of(long seed, long index) {
        return new Chance(mix(seed + GOLDEN_GAMMA) ^ mix(index * GOLDEN_GAMMA + 1));
    }

    /** Any long, all equally likely. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A number in [0, 1). */
    public double uniform() {
        return (nextLong() >>> 11) * UNIT;
    }

    /**
     * An integer in [0, bound).
     *
     * @param bound at least 1
     */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** An integer in [low, high]. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True with the given probability. */
    public boolean happens(double probability) {
        return uniform() < probability;
    }

    /**
     * A lognormal number, always positive.
     *
     * @param median above 0
     * @param sigma the standard deviation of its logarithm; 0 gives the median itself
     */
    public double lognormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }

    /** Box and Muller's method; strict, so that the same seed gives the same bits everywhere. */
    private double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
