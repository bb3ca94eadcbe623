package dev.forebay.bench.virtual;

import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.List;

/**
 * The limits of a provider, and how long it takes to answer: a column of the table. Immutable.
 *
 * @param rates limits a minute in the form that both the provider and a client read
 * @param burstSeconds what the provider's buckets hold, in seconds of refill
 * @param latency the median
 * @param promised whether numbers are promised here, or only reported
 */
record Setting(String rates, double burstSeconds, Duration latency, boolean promised) {

    /** The settings of the table, each with answers of 1 s and of 10 s. */
    static List<Setting> all() {
        return List.of(
                new Setting("rpm=1200,itpm=600000,otpm=120000", 10, Duration.ofSeconds(1), true),
                new Setting("rpm=1200,itpm=600000,otpm=120000", 10, Duration.ofSeconds(10), true),
                new Setting("rpm=4000,itpm=400000,otpm=200000", 60, Duration.ofSeconds(1), true),
                new Setting("rpm=4000,itpm=400000,otpm=200000", 60, Duration.ofSeconds(10), true),
                new Setting("rpm=50,itpm=30000,otpm=8000", 60, Duration.ofSeconds(1), false),
                new Setting("rpm=50,itpm=30000,otpm=8000", 60, Duration.ofSeconds(10), false));
    }

    /** The same limits with another burst. */
    Setting withBurst(double seconds) {
        return new Setting(rates, seconds, latency, promised);
    }

    /** A provider with these limits. */
    SimulatorOptions.Builder provider() {
        return providerWith("");
    }

    /**
     * A provider with these limits and others.
     *
     * @param more in the form of the limits, such as {@code counting=fixed}
     */
    SimulatorOptions.Builder providerWith(String more) {
        return SimulatorOptions.builder()
                .limits(Limits.parse(rates + ",burst=" + burstSeconds + "," + more))
                .latency(Latency.around(latency));
    }

    /** What a client is told that knows all. */
    dev.forebay.limit.Limits known() {
        return dev.forebay.limit.Limits.parse(rates + ",burst=" + burstSeconds);
    }

    /** What a client is told that knows the limits as published, which is without the burst. */
    dev.forebay.limit.Limits knownRates() {
        return dev.forebay.limit.Limits.parse(rates);
    }

    @Override
    public String toString() {
        return rates.replaceAll("[a-z]+=", "").replace(',', '/').replaceAll("000\\b", "k") + ", "
                + String.valueOf(burstSeconds).replace(".0", "") + " s, " + latency.toSeconds() + " s";
    }
}
