package dev.forebay.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * Why the head of a pool's line has not started. Immutable.
 *
 * @param waiting how many wait
 * @param inFlight how many are in flight
 * @param binding what binds: "input tokens", "pace", "concurrency", "money", a pause or a stop; empty if nothing does
 * @param startsIn when the head will start, if that can be told
 */
public record Why(int waiting, int inFlight, String binding, Optional<Duration> startsIn) {

    @Override
    public String toString() {
        if (binding.isEmpty()) {
            return waiting + " waiting, " + inFlight + " in flight; nothing binds";
        }
        String when =
                startsIn.map(duration -> " and starts in " + seconds(duration)).orElse("");
        return waiting + " waiting, " + inFlight + " in flight; the head waits for " + binding + when;
    }

    private static String seconds(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
