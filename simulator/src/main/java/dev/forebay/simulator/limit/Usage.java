package dev.forebay.simulator.limit;

import java.util.Optional;

/**
 * How well the limits of a pool were used. Immutable.
 *
 * @param binding the dimension that needed the most time; empty if nothing is limited
 * @param whole the whole run, in that dimension
 * @param steady the run without its first burst, in that dimension
 */
public record Usage(Optional<Dimension> binding, Span whole, Span steady) {

    /** Nothing was limited. */
    public static Usage none() {
        return new Usage(Optional.empty(), new Span(0, 0), new Span(0, 0));
    }

    /**
     * Time needed over time taken.
     *
     * @param neededNanos the time in which the limit would have let this work through; negative if it had time left
     * @param takenNanos the time that passed
     */
    public record Span(double neededNanos, long takenNanos) {

        /** From 0 to about 1; 0 if no time passed. */
        public double share() {
            return takenNanos <= 0 ? 0 : Math.max(0, neededNanos / takenNanos);
        }
    }
}
