package dev.forebay.simulator.limit;

/**
 * A cap on how fast usage may grow. Nobody publishes a number; this one is plain: in any ten seconds no more input may be
 * sent than a part of the limit allows, and that part grows from the first request on, by so much a minute. Immutable.
 *
 * @param part of the limit by the minute on input (or on requests, if input has none) that may be used at first; above 0, at most
 *     1
 * @param growth a minute; 1 doubles the part every minute; 0 to 100
 */
public record Acceleration(double part, double growth) {

    /** Checks the ranges. */
    public Acceleration {
        if (!(part > 0 && part <= 1) || !(growth >= 0 && growth <= 100)) {
            throw new IllegalArgumentException("the acceleration is " + part + " and grows by " + growth
                    + " a minute; allowed is above 0, at most 1, and 0 to 100");
        }
    }

    /**
     * Reads {@code 0.25+1}: a quarter of the limit at first, doubled every minute.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Acceleration parse(String text) {
        String[] halves = text.strip().split("\\+", -1);
        if (halves.length != 2 || !halves[0].matches("[0-9]*\\.?[0-9]+") || !halves[1].matches("[0-9]*\\.?[0-9]+")) {
            throw new IllegalArgumentException("the acceleration is '" + text
                    + "'; write the part of the limit at first and its growth a minute, such as 0.25+1");
        }
        return new Acceleration(Double.parseDouble(halves[0]), Double.parseDouble(halves[1]));
    }

    /** The part of the limit that may be used so long after the first request. */
    public double partAfter(long sinceNanos) {
        return part * StrictMath.pow(1 + growth, sinceNanos / 60e9);
    }
}
