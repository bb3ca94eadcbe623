package dev.forebay.cli;

import dev.forebay.simulator.RetryAfterProfile;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.limit.Acceleration;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Counting;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Neighbour;
import dev.forebay.simulator.limit.Stamp;
import dev.forebay.simulator.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code forebay simulate} that make a provider's limits hard to follow. */
final class HardshipOptions {

    @Option(
            names = "--counting",
            paramLabel = "KIND",
            description =
                    "How limits by the minute are counted: bucket, fixed (full minutes), sliding (the last 60 s), slices (a"
                            + " sixtieth each second), request-slices. Default: ${DEFAULT-VALUE}.")
    private String counting = "bucket";

    @Option(
            names = "--day-zone",
            paramLabel = "ZONE",
            description =
                    "The zone whose midnights make limits by the day whole again, such as UTC. Default: they refill all day.")
    private @Nullable String dayZone;

    @Option(
            names = "--neighbour",
            paramLabel = "PART[:ON/OFF]",
            description =
                    "Somebody else who uses this part of every limit by the minute: 0.5, or 0.5:60s/60s for one who comes and"
                            + " goes. Default: nobody.")
    private @Nullable String neighbour;

    @Option(
            names = "--limit-change",
            paramLabel = "FACTOR@TIME,...",
            description =
                    "Limits become so much of what they were, so long after the first request: 0.5@60s. Default: never.")
    private @Nullable String limitChange;

    @Option(
            names = "--acceleration",
            paramLabel = "PART+GROWTH",
            description =
                    "A cap on growth: 0.25+1 lets a quarter of the limit through at first, and twice as much after each"
                            + " minute. Default: none.")
    private @Nullable String acceleration;

    @Option(
            names = "--stamp",
            paramLabel = "WHEN",
            description = "The moment that headers show: as-seen, start, end. Default: ${DEFAULT-VALUE}.")
    private String stamp = "as-seen";

    @Option(
            names = "--clock-skew",
            paramLabel = "TIME",
            description = "How far the provider's clock is ahead, such as 90s; -90s for behind. Default: right.")
    private @Nullable String clockSkew;

    @Option(
            names = "--charge-rejected",
            paramLabel = "yes|no",
            description = "Whether a rejected request counts as one. Default: as the provider does it.")
    private @Nullable String chargeRejected;

    @Option(
            names = "--retry-after",
            paramLabel = "WHICH",
            description = "The retry-after header: exact, later, missing, zero, always. Default: ${DEFAULT-VALUE}.")
    private String retryAfter = "exact";

    void limit(Limits.Builder limits) {
        limits.counting(Counting.parse(counting));
        if (dayZone != null) {
            limits.dayZone(zone(dayZone));
        }
    }

    void apply(SimulatorOptions.Builder options) {
        options.conduct(conduct()).retryAfter(RetryAfterProfile.parse(retryAfter));
        if (chargeRejected != null) {
            options.chargeRejected(isYes(chargeRejected));
        }
    }

    private Conduct conduct() {
        Conduct conduct = Conduct.plain().withStamp(Stamp.parse(stamp));
        if (neighbour != null) {
            conduct = conduct.withNeighbour(Neighbour.parse(neighbour));
        }
        if (limitChange != null) {
            conduct = conduct.withChanges(LimitChange.parse(limitChange));
        }
        if (acceleration != null) {
            conduct = conduct.withAcceleration(Acceleration.parse(acceleration));
        }
        return clockSkew == null ? conduct : conduct.withClockSkew(skew(clockSkew));
    }

    private static Duration skew(String text) {
        return text.startsWith("-")
                ? Durations.parse("--clock-skew", text.substring(1)).negated()
                : Durations.parse("--clock-skew", text);
    }

    private static boolean isYes(String text) {
        if (text.equals("yes") || text.equals("no")) {
            return text.equals("yes");
        }
        throw new IllegalArgumentException("--charge-rejected is '" + text + "'; write yes or no");
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "--day-zone is '" + name + "'; write a zone such as UTC or America/Los_Angeles", unknown);
        }
    }
}
