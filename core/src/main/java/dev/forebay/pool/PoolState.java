package dev.forebay.pool;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pool remembers over a restart: levels, the wall instant, the pause, what was learned, money spent. Immutable.
 *
 * <p>Calls that were in flight are remembered as charged: the provider has charged them or will. As text it is lines of
 * {@code key=value}; unknown keys are ignored, so an older version reads a newer text.
 */
public final class PoolState {

    private static final Pattern METER = Pattern.compile("meter\\.([a-z][a-z0-9-]{0,31})\\.([0-9]{1,9})");
    private static final Pattern METER_VALUE = Pattern.compile("([0-9]{1,11}) (-?[0-9]{1,18}) ([0-9]{1,18}) .*");
    private static final Pattern LOST = Pattern.compile("([0-9]{1,9}) ([0-9]{1,18}) ([0-9]{1,18})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** As long as the longest quota. */
    private static final Duration PAUSE_MAX = Duration.ofDays(31);

    private final Map<String, String> values;

    private PoolState(Map<String, String> values) {
        this.values = values;
    }

    /** Reads what {@link #toText} wrote; lines that it does not understand are skipped. */
    public static PoolState parse(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new PoolState(values);
    }

    /** The state as text. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    static PoolState of(Gate gate, long nowNanos, Instant wall) {
        Map<String, String> values = new TreeMap<>();
        values.put("wall", wall.toString());
        values.put("parts", "" + gate.parts());
        long pause = Math.max(0, gate.pausedUntilNanos() - nowNanos);
        values.put("paused-until", wall.plusNanos(pause).toString());
        for (Meter meter : gate.ledger().meters()) {
            values.put(
                    "meter." + meter.dimension() + "." + meter.period().toSeconds(),
                    meter.amount() + " " + meter.level().micros(nowNanos) + " "
                            + meter.capacity().micros() + " " + meter.capacity().isGiven());
        }
        gate.estimator().save(values);
        gate.concurrency().learnedWindow().ifPresent(window -> values.put("concurrency-window", "" + window));
        // Calls in flight may be billed although nobody will be there to see it.
        if (gate.spending().isLimited()) {
            values.put(
                    "spent-nano-dollars",
                    "" + gate.spending().spent(gate.ledger().flying()));
            Spending.Lost lost = gate.spending().lost(gate.ledger().flying());
            values.put("lost-calls", lost.calls() + " " + lost.bytes() + " " + lost.held());
        }
        return new PoolState(values);
    }

    void restore(Gate gate, long nowNanos, Instant wall) {
        Instant savedAt = instant("wall").orElse(wall);
        long restedNanos = Math.max(0, nanosBetween(savedAt, wall));
        // A wall clock that was set back must not make the pause longer than it was.
        Instant from = wall.isBefore(savedAt) ? savedAt : wall;
        long pauseNanos = instant("paused-until")
                .map(until -> Math.min(PAUSE_MAX.toNanos(), nanosBetween(from, until)))
                .orElse(0L);
        gate.pause(nowNanos + pauseNanos, "the pause before the restart", nowNanos);
        double share =
                (double) Math.max(1, Math.min(Limits.PARTS_MAX, number("parts").orElse(1L))) / gate.parts();
        values.forEach((key, value) -> restoreMeter(gate, key, value, share, new Rest(restedNanos, wall), nowNanos));
        gate.estimator().load(values);
        number("concurrency-window").ifPresent(gate.concurrency()::restore);
        gate.spending().restore(number("spent-nano-dollars").orElse(0L), lostCalls(), gate.estimator());
    }

    /** How long nothing was used, and when that is. */
    private record Rest(long nanos, Instant wall) {}

    /** The share is that of our part in the part that was saved: 4 if a quarter was saved and all is ours now. */
    private static void restoreMeter(Gate gate, String key, String value, double share, Rest rest, long nowNanos) {
        Matcher name = METER.matcher(key);
        Matcher numbers = METER_VALUE.matcher(value);
        if (!name.matches() || !numbers.matches()) {
            return;
        }
        Dimension dimension = new Dimension(name.group(1));
        Duration period = Duration.ofSeconds(Long.parseLong(name.group(2)));
        long amount = Long.parseLong(numbers.group(1));
        long level = (long) (Long.parseLong(numbers.group(2)) * share);
        long capacity = (long) (Long.parseLong(numbers.group(3)) * share);
        long own = Math.max(1, (long) (amount * share));
        if (amount < 1 || own > Quota.AMOUNT_MAX || period.isZero() || period.compareTo(PAUSE_MAX) > 0) {
            return;
        }
        gate.ledger().meterFor(dimension, period, own, nowNanos).ifPresent(meter -> {
            meter.restore(level, capacity, rest.nanos(), rest.wall(), nowNanos);
            gate.concurrency().limitsKnown();
        });
    }

    private Spending.Lost lostCalls() {
        Matcher numbers = LOST.matcher(values.getOrDefault("lost-calls", ""));
        return numbers.matches()
                ? new Spending.Lost(
                        Long.parseLong(numbers.group(1)),
                        Long.parseLong(numbers.group(2)),
                        Long.parseLong(numbers.group(3)))
                : Spending.Lost.NONE;
    }

    private Optional<Instant> instant(String key) {
        try {
            return Optional.ofNullable(values.get(key)).map(Instant::parse);
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Long> number(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(value -> NUMBER.matcher(value).matches())
                .map(Long::parseLong);
    }

    private static long nanosBetween(Instant from, Instant to) {
        return TimeUnit.NANOSECONDS.convert(Duration.between(from, to));
    }
}
