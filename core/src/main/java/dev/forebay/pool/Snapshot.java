package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A pool at one instant. Immutable.
 *
 * @param pool its name
 * @param waiting calls in the line
 * @param inFlight calls that hold permits
 * @param concurrencyCap the calls that may be in flight now; {@link Integer#MAX_VALUE} where nothing caps them
 * @param meters each limit
 * @param outcomes how many calls ended with each verdict
 * @param stopped why the pool stopped; empty if it runs
 */
public record Snapshot(
        String pool,
        int waiting,
        int inFlight,
        int concurrencyCap,
        List<MeterSnapshot> meters,
        Map<Verdict, Long> outcomes,
        String stopped) {

    /**
     * One limit at one instant. Immutable.
     *
     * @param dimension what is limited
     * @param period over which
     * @param limit permits per period
     * @param capacity permits that the bucket holds when full, as far as known
     * @param level permits that it holds now; negative is debt
     * @param reserved permits that calls in flight hold; exactly 0 at rest
     * @param usedLastMinute permits that the calls sent in the last sixty seconds hold or were charged
     * @param drift by how much the last header moved our level, in permits: above zero if it showed less than our books
     * @param neighbourShare the part of the limit's rate that others use on the same key, 0 to 0.9, as learned from headers
     */
    public record MeterSnapshot(
            Dimension dimension,
            Duration period,
            long limit,
            double capacity,
            double level,
            double reserved,
            long usedLastMinute,
            double drift,
            double neighbourShare) {

        private static final Duration MINUTE = Duration.ofMinutes(1);

        static MeterSnapshot of(Meter meter, long now) {
            double micros = Rate.MICROS_PER_PERMIT;
            return new MeterSnapshot(
                    meter.dimension(),
                    meter.period(),
                    meter.amount(),
                    meter.capacity().micros() / micros,
                    meter.level().micros(now) / micros,
                    meter.books().openMicros() / micros,
                    meter.books().usedWithin(MINUTE.toNanos(), now) / Rate.MICROS_PER_PERMIT,
                    meter.driftMicros() / micros,
                    meter.neighbourShare());
        }
    }

    /** The calls that were throttled, of all kinds. */
    public long throttles() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().isThrottled())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The snapshot as JSON. */
    public String toJson() {
        return SnapshotJson.write(this);
    }
}
