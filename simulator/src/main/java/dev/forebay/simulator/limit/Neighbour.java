package dev.forebay.simulator.limit;

import dev.forebay.simulator.time.Durations;
import java.time.Duration;

/**
 * Somebody else who uses the same key: at random instants, at a steady mean, and perhaps only now and then. A request of
 * theirs that does not fit is tried again a little later. Immutable.
 *
 * @param part of each limit by the minute that they want; above 0, at most 1
 * @param on how long they are there before they go; 1 ms to 1 day
 * @param off how long they are away before they come back; zero means that they never go
 */
public record Neighbour(double part, Duration on, Duration off) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Checks the ranges. */
    public Neighbour {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    "the part of a neighbour is " + part + "; allowed is above 0, at most 1");
        }
        if (on.compareTo(SHORTEST) < 0 || on.compareTo(LONGEST) > 0 || off.isNegative() || off.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a neighbour is there for " + on + " and away for " + off
                    + "; allowed is 1 ms to 24 h, and 0 to 24 h");
        }
    }

    /** One who never goes. */
    public static Neighbour always(double part) {
        return new Neighbour(part, LONGEST, Duration.ZERO);
    }

    /**
     * Reads {@code 0.5} or {@code 0.5:60s/60s}, which is there for a minute and then away for one, and so on.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Neighbour parse(String text) {
        String[] halves = text.strip().split(":", -1);
        String[] times = halves.length == 2 ? halves[1].split("/", -1) : new String[0];
        if (halves.length > 2 || (halves.length == 2 && times.length != 2) || !halves[0].matches("[0-9]*\\.?[0-9]+")) {
            throw new IllegalArgumentException(
                    "the neighbour is '" + text + "'; write the part of the limit, such as 0.5 or 0.5:60s/60s");
        }
        double part = Double.parseDouble(halves[0]);
        return halves.length == 1
                ? always(part)
                : new Neighbour(
                        part,
                        Durations.parse("the time of the neighbour", times[0]),
                        Durations.parse("the time without the neighbour", times[1]));
    }

    /** Whether they are there so long after the first request of all. */
    public boolean isThere(long sinceNanos) {
        return off.isZero() || Math.floorMod(sinceNanos, on.toNanos() + off.toNanos()) < on.toNanos();
    }
}
