package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Usage;
import dev.forebay.simulator.meter.Verdict.Admitted;
import dev.forebay.simulator.meter.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The buckets of one pool, which is what a provider meters together. Not thread-safe: used under the provider's lock.
 *
 * <p>Output is charged when it is produced, which is after the admission. Such charges are kept with their times and fall
 * due whenever the meters are looked at, in order of time, so that a bucket is always as it would be if someone had
 * charged it at that very moment.
 */
public final class Meters {

    /** Days are counted in milliseconds, or the level of a large daily bucket would not fit into a long. */
    private static final long DAILY_TICK_NANOS = 1_000_000;

    private final Map<Dimension, Bucket> buckets = new EnumMap<>(Dimension.class);
    private final Map<Dimension, ShareGauge> gauges = new EnumMap<>(Dimension.class);
    private final PriorityQueue<Production> productions =
            new PriorityQueue<>(Comparator.comparingLong(Production::elapsedNanos));
    private final long originNanos;

    private record Production(long elapsedNanos, long tokens, Set<Dimension> dimensions) {}

    /** Creates full buckets. */
    public Meters(Limits limits, long nowNanos) {
        originNanos = nowNanos;
        for (Dimension dimension : Dimension.values()) {
            limits.amount(dimension).ifPresent(amount -> add(dimension, amount, limits.burst(), nowNanos));
        }
    }

    private void add(Dimension dimension, long amount, Duration burst, long nowNanos) {
        boolean daily = dimension.period().equals(Duration.ofDays(1));
        Bucket bucket = new Bucket(
                amount, dimension.period(), daily ? Duration.ofDays(1) : burst, daily ? DAILY_TICK_NANOS : 1, nowNanos);
        buckets.put(dimension, bucket);
        if (!daily) {
            gauges.put(dimension, new ShareGauge(bucket, nowNanos));
        }
    }

    /**
     * Admits a request if it fits into every bucket, and then charges all of them; otherwise charges none.
     *
     * @param charges permits by dimension; a dimension without a charge must still hold one permit, which is how a limit
     *     on output stops new requests when earlier answers have used it up
     */
    public Verdict admit(Map<Dimension, Long> charges, long nowNanos) {
        advance(nowNanos);
        Optional<Refused> refused = buckets.entrySet().stream()
                .filter(entry -> !entry.getValue().fits(permits(charges, entry.getKey())))
                .map(entry -> refuse(entry.getKey(), entry.getValue(), permits(charges, entry.getKey())))
                .max(Comparator.comparingLong(Refused::waitNanos));
        if (refused.isPresent()) {
            return refused.get();
        }
        charges.forEach(this::charge);
        gauges.values().forEach(gauge -> gauge.admitted(nowNanos));
        return new Admitted();
    }

    /** The time until a request fits, if nothing is charged meanwhile; {@link Long#MAX_VALUE} if it never does. */
    public long nanosUntilFits(Map<Dimension, Long> charges, long nowNanos) {
        advance(nowNanos);
        long nanos = 0;
        for (Map.Entry<Dimension, Bucket> entry : buckets.entrySet()) {
            long permits = permits(charges, entry.getKey());
            nanos = entry.getValue().neverFits(permits)
                    ? Long.MAX_VALUE
                    : Math.max(nanos, entry.getValue().nanosUntilFits(permits));
        }
        return nanos;
    }

    /** Charges a rejected request to the buckets that count requests, as far as there is something to take. */
    public void chargeRejected(long nowNanos) {
        advance(nowNanos);
        buckets.forEach((dimension, bucket) -> {
            if (dimension.countsRequests() && bucket.fits(1)) {
                bucket.charge(1);
            }
        });
    }

    /**
     * Charges output tokens at the moment {@code atNanos}, which may lie ahead.
     *
     * @param dimensions those that count output when it is produced
     */
    public void produce(long atNanos, long tokens, Set<Dimension> dimensions) {
        productions.add(new Production(atNanos - originNanos, tokens, dimensions));
    }

    /** A look at one bucket; empty if the dimension is not limited. */
    public Optional<Reading> read(Dimension dimension, long nowNanos, Instant wall) {
        advance(nowNanos);
        return Optional.ofNullable(buckets.get(dimension))
                .map(bucket ->
                        new Reading(dimension, bucket.limit(), bucket.remaining(), bucket.nanosUntilFull(), wall));
    }

    /** How well these limits were used so far, in the dimension that needed the most time. */
    public Usage usage() {
        return gauges.entrySet().stream()
                .map(entry -> new Usage(
                        Optional.of(entry.getKey()),
                        entry.getValue().whole(),
                        entry.getValue().steady()))
                .max(Comparator.comparingDouble(usage -> usage.whole().neededNanos()))
                .orElse(Usage.none());
    }

    private void advance(long nowNanos) {
        Production due = productions.peek();
        while (due != null && due.elapsedNanos() <= nowNanos - originNanos) {
            productions.remove();
            long atNanos = originNanos + due.elapsedNanos();
            buckets.values().forEach(bucket -> bucket.refill(atNanos));
            long tokens = due.tokens();
            due.dimensions().forEach(dimension -> charge(dimension, tokens));
            due = productions.peek();
        }
        buckets.values().forEach(bucket -> bucket.refill(nowNanos));
    }

    private void charge(Dimension dimension, long permits) {
        Bucket bucket = buckets.get(dimension);
        if (bucket != null) {
            bucket.charge(permits);
        }
        ShareGauge gauge = gauges.get(dimension);
        if (gauge != null) {
            gauge.worked(permits);
        }
    }

    private static long permits(Map<Dimension, Long> charges, Dimension dimension) {
        return Math.max(1, charges.getOrDefault(dimension, 0L));
    }

    private static Refused refuse(Dimension dimension, Bucket bucket, long permits) {
        return new Refused(
                dimension,
                bucket.limit(),
                bucket.remaining(),
                permits,
                bucket.nanosUntilFits(permits),
                bucket.neverFits(permits));
    }
}
