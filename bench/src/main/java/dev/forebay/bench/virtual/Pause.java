package dev.forebay.bench.virtual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time in which the provider had asked to wait. Immutable.
 *
 * @param fromNanos its first nanosecond since the start
 * @param untilNanos the first one after it
 */
record Pause(long fromNanos, long untilNanos) {

    /** The same times in order, with none that is in two of them. */
    static List<Pause> apart(List<Pause> asked) {
        List<Pause> apart = new ArrayList<>();
        long until = Long.MIN_VALUE;
        for (Pause pause : asked.stream()
                .sorted(Comparator.comparingLong(Pause::fromNanos))
                .toList()) {
            if (pause.untilNanos > until) {
                apart.add(new Pause(Math.max(pause.fromNanos, until), pause.untilNanos));
                until = pause.untilNanos;
            }
        }
        return apart;
    }

    /** How much of it lies between two moments. */
    long within(long startNanos, long endNanos) {
        return Math.max(0, Math.min(untilNanos, endNanos) - Math.max(fromNanos, startNanos));
    }
}
