package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pool remembers over a restart: levels, the wall instant, the pause, what was learned, money spent. Immutable.
 *
 * <p>Calls that were in flight are remembered as charged: the provider has charged them or will. As text it is lines of
 * {@code key=value}; unknown keys are ignored, so an older version reads a newer text.
 */
public final class PoolState {

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
        long pause = Math.max(0, gate.pausedUntilNanos() - nowNanos);
        values.put("paused-until", wall.plusNanos(pause).toString());
        for (Meter meter : gate.ledger().meters()) {
            values.put(
                    "meter." + meter.dimension() + "." + meter.period().toSeconds(),
                    meter.amount() + " " + meter.levelMicros(nowNanos) + " " + meter.capacityMicros() + " "
                            + meter.burstKnown());
        }
        gate.estimator().save(values);
        gate.budget().ifPresent(budget -> values.put("spent-nano-dollars", "" + budget.spentNanoDollars()));
        return new PoolState(values);
    }

    void restore(Gate gate, long nowNanos, Instant wall) {
        Instant savedAt = Instant.parse(values.getOrDefault("wall", wall.toString()));
        long restedNanos = Math.max(0, Duration.between(savedAt, wall).toNanos());
        Instant pausedUntil = Instant.parse(values.getOrDefault("paused-until", wall.toString()));
        if (pausedUntil.isAfter(wall)) {
            gate.pause(
                    nowNanos + Duration.between(wall, pausedUntil).toNanos(), "the pause before the restart", nowNanos);
        }
        values.forEach((key, value) -> {
            if (key.startsWith("meter.")) {
                restoreMeter(gate, key.split("\\."), value.split(" "), restedNanos, nowNanos);
            }
        });
        gate.estimator().load(values);
        String spent = values.get("spent-nano-dollars");
        if (spent != null) {
            gate.budget().ifPresent(budget -> budget.restoreSpent(Long.parseLong(spent)));
        }
    }

    private static void restoreMeter(Gate gate, String[] key, String[] value, long restedNanos, long nowNanos) {
        Dimension dimension = new Dimension(key[1]);
        Duration period = Duration.ofSeconds(Long.parseLong(key[2]));
        long level = Long.parseLong(value[1]);
        long capacity = Long.parseLong(value[2]);
        Meter meter = gate.ledger().meterFor(dimension, period, Long.parseLong(value[0]), nowNanos);
        meter.restore(Math.min(level, Long.MAX_VALUE / Rate.MICROS_PER_PERMIT), capacity, restedNanos, nowNanos);
        gate.concurrency().limitsKnown();
    }
}
