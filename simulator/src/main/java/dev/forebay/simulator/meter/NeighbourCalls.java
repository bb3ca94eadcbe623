package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Neighbour;
import dev.forebay.simulator.time.Chance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The calls of a neighbour on one pool: as many as the limit on requests has for their part, at random instants, each with its
 * part of every other limit. Not thread-safe.
 */
final class NeighbourCalls {

    private static final double NANOS_PER_MINUTE = 60e9;

    /** Where requests have no limit. */
    private static final double CALLS_PER_MINUTE = 60;

    private static final double SIZE_SIGMA = 0.5;

    /** Makes the mean of the sizes 1. */
    private static final double SIZE_MEDIAN = StrictMath.exp(-SIZE_SIGMA * SIZE_SIGMA / 2);

    private static final double RETRY_NANOS_MIN = 0.2e9;
    private static final double RETRY_NANOS_MAX = 1e9;

    /** Then they give a call up: a provider without any room must not fill the heap. */
    private static final int MOST_WAITING = 1_000;

    private final Meters meters;
    private final Neighbour neighbour;
    private final Map<Dimension, Double> perCall = new EnumMap<>(Dimension.class);
    private final Chance chance;
    private final long originNanos;
    private final double callsPerNano;
    private int waiting;
    private long taken;
    private long refused;

    NeighbourCalls(Meters meters, Neighbour neighbour, Limits limits, Chance chance, long nowNanos) {
        this.meters = meters;
        this.neighbour = neighbour;
        this.chance = chance;
        this.originNanos = nowNanos;
        OptionalLong requests = limits.amount(Dimension.REQUESTS);
        double callsPerMinute = requests.isPresent() ? requests.getAsLong() * neighbour.part() : CALLS_PER_MINUTE;
        callsPerNano = callsPerMinute / NANOS_PER_MINUTE;
        for (Dimension dimension : Dimension.values()) {
            OptionalLong amount = limits.amount(dimension);
            if (amount.isPresent() && dimension.period().equals(Duration.ofMinutes(1))) {
                perCall.put(dimension, amount.getAsLong() * neighbour.part() / callsPerMinute);
            }
        }
        next(nowNanos);
    }

    /** The calls that were taken. */
    long taken() {
        return taken;
    }

    /** The calls that were turned away, each as often as it was. */
    long refused() {
        return refused;
    }

    private void next(long nowNanos) {
        long gapNanos = (long) (-StrictMath.log(1 - chance.uniform()) / callsPerNano);
        meters.agenda().add(nowNanos + gapNanos, this::arrive);
    }

    private void arrive(long nowNanos) {
        next(nowNanos);
        if (!neighbour.isThere(nowNanos - originNanos)) {
            return;
        }
        double size = chance.lognormal(SIZE_MEDIAN, SIZE_SIGMA);
        Map<Dimension, Long> charges = new EnumMap<>(Dimension.class);
        perCall.forEach((dimension, amount) ->
                charges.put(dimension, dimension.countsRequests() ? 1 : Math.max(1, Math.round(amount * size))));
        attempt(charges, nowNanos);
    }

    private void attempt(Map<Dimension, Long> charges, long nowNanos) {
        if (meters.take(charges, nowNanos)) {
            taken++;
            return;
        }
        refused++;
        if (waiting < MOST_WAITING) {
            waiting++;
            double delay = RETRY_NANOS_MIN + chance.uniform() * (RETRY_NANOS_MAX - RETRY_NANOS_MIN);
            meters.agenda().add(nowNanos + (long) delay, later -> {
                waiting--;
                attempt(charges, later);
            });
        }
    }
}
