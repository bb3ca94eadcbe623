package dev.forebay.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.Forebay;
import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/metrics.md and the meters that are registered equal: name, type, unit and tags. */
class MetricsPageTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(forebay[a-z.]+)` \\| ([a-z]+) \\| ([a-z]+) \\| ([a-z, ]+) \\|");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Forebay forebay = Forebay.create();

    @Test
    void thePageListsThemAll() throws IOException {
        MeteredPools metered = new MeteredPools(registry, forebay, Tags.empty());
        forebay.pool("p", Limits.parse("rpm=60"), Metering.AS_PRODUCED);
        metered.meetAll();
        metered.on(new Event.Settled(
                "p",
                Signal.builder(Verdict.THROTTLED_RATE)
                        .dimension(Dimension.REQUESTS)
                        .build(),
                Duration.ZERO,
                0));
        metered.on(new Event.Retried("p", false, Duration.ZERO));
        metered.on(new Event.LimitLearned("p", Dimension.REQUESTS, Duration.ofMinutes(1), 60));
        metered.on(new Event.LimitDiffers("p", Dimension.REQUESTS, Duration.ofMinutes(1), 60, 50));
        Set<String> registered = new TreeSet<>();
        registry.getMeters().forEach(meter -> registered.add(row(meter.getId())));
        Set<String> listed = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
        while (row.find()) {
            listed.add(String.join(" | ", row.group(1), row.group(2), row.group(3), row.group(4)));
        }
        assertEquals(String.join("\n", registered), String.join("\n", listed));
    }

    private static String row(Meter.Id id) {
        String tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.joining(", "));
        String unit = id.getBaseUnit() == null ? "none" : id.getBaseUnit();
        return String.join(" | ", id.getName(), id.getType().name().toLowerCase(Locale.ROOT), unit, tags);
    }
}
