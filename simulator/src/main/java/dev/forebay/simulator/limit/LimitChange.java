package dev.forebay.simulator.limit;

import dev.forebay.simulator.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All limits become another part of what they were at first, at some moment. Immutable.
 *
 * @param after since the first request; 0 to 1 day
 * @param factor of the first limits; from 0.001 to 1000
 */
public record LimitChange(Duration after, double factor) {

    /** Checks the ranges. */
    public LimitChange {
        if (after.isNegative() || after.compareTo(Duration.ofDays(1)) > 0 || !(factor >= 0.001 && factor <= 1000)) {
            throw new IllegalArgumentException(
                    "limits change by " + factor + " after " + after + "; allowed is 0.001 to 1000, after 0 to 24 h");
        }
    }

    /**
     * Reads {@code 0.5@60s} or several of that, joined by commas.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static List<LimitChange> parse(String text) {
        List<LimitChange> changes = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] halves = part.strip().split("@", -1);
            if (halves.length != 2 || !halves[0].matches("[0-9]*\\.?[0-9]+")) {
                throw new IllegalArgumentException(
                        "the change of the limits is '" + part.strip() + "'; write factor@time, such as 0.5@60s");
            }
            changes.add(new LimitChange(
                    Durations.parse("the time of the change", halves[1]), Double.parseDouble(halves[0])));
        }
        return List.copyOf(changes);
    }
}
