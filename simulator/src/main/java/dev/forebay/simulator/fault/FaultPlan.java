package dev.forebay.simulator.fault;

import dev.forebay.simulator.time.Chance;
import dev.forebay.simulator.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often each fault befalls a call, all the time or in a window of time. At most one befalls a call. Immutable.
 *
 * <p>A plan draws once per call: entries with a window that is open come first, in the order in which they were given, so
 * that {@code 529=1@60s+60s} hits every call of that minute whatever else is planned.
 */
public final class FaultPlan {

    private final List<Entry> entries;

    /** One fault; without a window if {@code length} is zero. */
    private record Entry(FaultKind kind, double rate, Duration start, Duration length) {

        boolean windowed() {
            return !length.isZero();
        }

        boolean open(long elapsedNanos) {
            return !windowed()
                    || (elapsedNanos >= start.toNanos()
                            && elapsedNanos < start.plus(length).toNanos());
        }

        @Override
        public String toString() {
            String always = kind.option() + "=" + rate;
            return windowed() ? always + "@" + start.toMillis() + "ms+" + length.toMillis() + "ms" : always;
        }
    }

    private FaultPlan(List<Entry> planned) {
        List<Entry> ordered = new ArrayList<>(planned);
        ordered.sort((one, other) -> Boolean.compare(other.windowed(), one.windowed()));
        this.entries = List.copyOf(ordered);
        double always = entries.stream()
                .filter(entry -> !entry.windowed())
                .mapToDouble(Entry::rate)
                .sum();
        if (always > 1 + 1e-9) {
            throw new IllegalArgumentException("the rates of the faults add up to " + always + "; allowed is up to 1");
        }
    }

    /** No faults. */
    public static FaultPlan none() {
        return new FaultPlan(List.of());
    }

    /**
     * Reads a list such as {@code 529=0.03,500=0.01,lost=0.005} or, with a window from second 60 for 60 s, {@code
     * 529=1@60s+60s}.
     *
     * @throws IllegalArgumentException naming the first part that cannot be read or is out of range
     */
    public static FaultPlan parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("fault '" + part.strip() + "' has no '='; write 529=0.03");
                }
                entries.add(entry(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip()));
            }
        }
        return new FaultPlan(entries);
    }

    /**
     * Makes a plan from options and their rates, such as {@code 529} and {@code 0.03} or {@code 1@0s+60s}.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static FaultPlan of(Map<String, String> rates) {
        return new FaultPlan(rates.entrySet().stream()
                .map(rate -> entry(rate.getKey(), rate.getValue()))
                .toList());
    }

    /**
     * Draws the fate of one call.
     *
     * @param elapsedNanos the time since the plan came into force
     */
    public Optional<FaultKind> draw(Chance chance, long elapsedNanos) {
        double drawn = chance.uniform();
        for (Entry entry : entries) {
            if (entry.open(elapsedNanos)) {
                if (drawn < entry.rate()) {
                    return Optional.of(entry.kind());
                }
                drawn -= entry.rate();
            }
        }
        return Optional.empty();
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining(","));
    }

    private static Entry entry(String option, String value) {
        FaultKind kind = FaultKind.of(option)
                .orElseThrow(() -> new IllegalArgumentException(
                        "fault '" + option + "' is unknown; known are " + FaultKind.options()));
        int at = value.indexOf('@');
        if (at < 0) {
            return new Entry(kind, rate(option, value), Duration.ZERO, Duration.ZERO);
        }
        int plus = value.indexOf('+', at);
        if (plus < 0) {
            throw new IllegalArgumentException(
                    "window of fault '" + option + "' is '" + value + "'; write rate@start+length, such as 1@60s+60s");
        }
        Duration length = Durations.parse("window of fault '" + option + "'", value.substring(plus + 1));
        if (length.isZero()) {
            throw new IllegalArgumentException("window of fault '" + option + "' has no length; write 1@60s+60s");
        }
        return new Entry(
                kind,
                rate(option, value.substring(0, at)),
                Durations.parse("window of fault '" + option + "'", value.substring(at + 1, plus)),
                length);
    }

    private static double rate(String option, String value) {
        try {
            double rate = Double.parseDouble(value);
            if (rate >= 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "rate of fault '" + option + "' is '" + value + "'; write a number from 0 to 1", notANumber);
        }
        throw new IllegalArgumentException("rate of fault '" + option + "' is " + value + "; allowed is 0 to 1");
    }
}
