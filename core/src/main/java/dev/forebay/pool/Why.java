package dev.forebay.pool;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the head of a pool's line has not started. Immutable.
 *
 * @param waiting how many wait
 * @param inFlight how many are in flight
 * @param binding what binds: "input tokens", "pace", "concurrency", "money", a pause or a stop; empty if nothing does
 * @param startsIn when the head will start, if that can be told
 * @param neighbourShare the part of the binding limit that others use on the same key, 0 to 0.9; of the most used one if no
 *     limit binds
 * @param remark a limit that was given and is not the provider's; empty if there is none
 */
public record Why(
        int waiting, int inFlight, String binding, Optional<Duration> startsIn, double neighbourShare, String remark) {

    @Override
    public String toString() {
        String others = neighbourShare > 0
                ? String.format(Locale.ROOT, "; another program uses %.0f %% of this key", neighbourShare * 100)
                : "";
        others += remark.isEmpty() ? "" : "; " + remark;
        if (binding.isEmpty()) {
            return waiting + " waiting, " + inFlight + " in flight; nothing binds" + others;
        }
        String when =
                startsIn.map(duration -> " and starts in " + seconds(duration)).orElse("");
        return waiting + " waiting, " + inFlight + " in flight; the head waits for " + binding + when + others;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
