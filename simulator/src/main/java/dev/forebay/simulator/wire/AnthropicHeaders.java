package dev.forebay.simulator.wire;

import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.meter.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The {@code anthropic-ratelimit-*} headers: requests exactly; tokens rounded to the nearest thousand and never below zero
 * or above the limit; resets, which say when a bucket is full again, cut to whole seconds. The family {@code tokens} is the
 * sum of input and output, with the earlier of their resets, as recorded traffic shows it. Stateless.
 */
final class AnthropicHeaders {

    private static final String PREFIX = "anthropic-ratelimit-";
    private static final long ROUNDING = 1000;

    private AnthropicHeaders() {}

    static List<Header> of(List<Reading> readings) {
        List<Header> headers = new ArrayList<>();
        find(readings, Dimension.REQUESTS)
                .ifPresent(reading -> family(
                        headers, "requests", reading.limit(), clamp(reading.remaining(), reading), reset(reading)));
        Optional<Reading> input = find(readings, Dimension.INPUT_TOKENS);
        Optional<Reading> output = find(readings, Dimension.OUTPUT_TOKENS);
        input.ifPresent(reading -> family(headers, "input-tokens", reading));
        output.ifPresent(reading -> family(headers, "output-tokens", reading));
        List<Reading> both = find(readings, Dimension.TOKENS)
                .map(List::of)
                .orElse(java.util.stream.Stream.of(input, output)
                        .flatMap(Optional::stream)
                        .toList());
        if (!both.isEmpty()) {
            family(
                    headers,
                    "tokens",
                    both.stream().mapToLong(Reading::limit).sum(),
                    both.stream().mapToLong(AnthropicHeaders::rounded).sum(),
                    both.stream()
                            .map(AnthropicHeaders::reset)
                            .min(Comparator.naturalOrder())
                            .orElseThrow());
        }
        return headers;
    }

    private static void family(List<Header> headers, String name, Reading reading) {
        family(headers, name, reading.limit(), rounded(reading), reset(reading));
    }

    private static void family(List<Header> headers, String name, long limit, long remaining, Instant reset) {
        headers.add(new Header(PREFIX + name + "-limit", Long.toString(limit)));
        headers.add(new Header(PREFIX + name + "-remaining", Long.toString(remaining)));
        headers.add(new Header(PREFIX + name + "-reset", reset.toString()));
    }

    private static long rounded(Reading reading) {
        return clamp(Math.floorDiv(reading.remaining() + ROUNDING / 2, ROUNDING) * ROUNDING, reading);
    }

    private static long clamp(long remaining, Reading reading) {
        return Math.max(0, Math.min(reading.limit(), remaining));
    }

    private static Instant reset(Reading reading) {
        return reading.at().plusNanos(reading.nanosUntilFull()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<Reading> find(List<Reading> readings, Dimension dimension) {
        return readings.stream()
                .filter(reading -> reading.dimension() == dimension)
                .findFirst();
    }
}
