package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Counting;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Usage;
import dev.forebay.simulator.meter.Verdict.Admitted;
import dev.forebay.simulator.meter.Verdict.Refused;
import dev.forebay.simulator.time.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The limits of one pool, which is what a provider meters together. Not thread-safe: used under the provider's lock.
 *
 * <p>Output is charged when it is produced, which is after the admission. Such charges, the calls of a neighbour and changes
 * of the limits are kept with their times and fall due whenever the meters are looked at, in order of time, so that a limit
 * is always as it would be if someone had looked at that very moment.
 */
public final class Meters {

    /** Days are counted in milliseconds, or the level of a large daily bucket would not fit into a long. */
    private static final long DAILY_TICK_NANOS = 1_000_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Limits limits;
    private final Map<Dimension, Allowance> allowances = new EnumMap<>(Dimension.class);
    private final Map<Dimension, ShareGauge> gauges = new EnumMap<>(Dimension.class);
    private final Agenda agenda;
    private final Optional<GrowthCap> growth;
    private final Optional<NeighbourCalls> neighbour;

    /** Creates unused meters of a provider of plain conduct whose wall clock shows the epoch. */
    public Meters(Limits limits, long nowNanos) {
        this(limits, Conduct.plain(), new Chance(0), nowNanos, Instant.EPOCH);
    }

    /**
     * Creates unused meters.
     *
     * @param chance for the neighbour
     * @param wall the wall time at {@code nowNanos}, to which windows are aligned
     */
    public Meters(Limits limits, Conduct conduct, Chance chance, long nowNanos, Instant wall) {
        this.limits = limits;
        agenda = new Agenda(nowNanos);
        for (Dimension dimension : Dimension.values()) {
            limits.amount(dimension).ifPresent(amount -> {
                Allowance allowance = allowance(dimension, amount, nowNanos, wall);
                allowances.put(dimension, allowance);
                if (!dimension.period().equals(DAY)) {
                    gauges.put(dimension, new ShareGauge(allowance, nowNanos));
                }
            });
        }
        for (LimitChange change : conduct.changes()) {
            agenda.add(nowNanos + change.after().toNanos(), atNanos -> change(change.factor(), atNanos));
        }
        growth = conduct.acceleration().map(cap -> new GrowthCap(cap, amountForGrowth(), nowNanos));
        neighbour = conduct.neighbour().map(other -> new NeighbourCalls(this, other, limits, chance, nowNanos));
    }

    private Allowance allowance(Dimension dimension, long amount, long nowNanos, Instant wall) {
        if (dimension.period().equals(DAY)) {
            return limits.dayZone().isPresent()
                    ? new FixedWindow(amount, Ends.midnights(limits.dayZone().get(), nowNanos, wall), 1, nowNanos)
                    : new Bucket(amount, DAY, DAY, DAILY_TICK_NANOS, nowNanos);
        }
        return switch (limits.counting().of(dimension)) {
            case FIXED -> new FixedWindow(amount, Ends.every(MINUTE, nowNanos, wall), 1, nowNanos);
            case SLIDING -> new SlidingWindow(amount, MINUTE, nowNanos);
            case SLICES, REQUEST_SLICES -> {
                Ends ends = Ends.every(MINUTE.dividedBy(Counting.SLICES_PER_MINUTE), nowNanos, wall);
                yield new FixedWindow(amount, ends, Counting.SLICES_PER_MINUTE, nowNanos);
            }
            case BUCKET -> new Bucket(amount, MINUTE, limits.burst(), 1, nowNanos);
        };
    }

    /** Where input has no limit, growth is that of requests, and where nothing has, there is none. */
    private long amountForGrowth() {
        return limits.amount(Dimension.INPUT_TOKENS)
                .orElse(limits.amount(Dimension.TOKENS)
                        .orElse(limits.amount(Dimension.REQUESTS).orElse(Long.MAX_VALUE)));
    }

    private void change(double factor, long atNanos) {
        gauges.values().forEach(gauge -> gauge.changing(atNanos));
        allowances.forEach((dimension, allowance) -> {
            allowance.refill(atNanos);
            long first = limits.amount(dimension).orElse(1);
            allowance.change(Math.max(1, Math.round(first * factor)));
        });
    }

    /** What happens to these meters by itself. */
    Agenda agenda() {
        return agenda;
    }

    /** The calls of the neighbour that were taken; 0 without one. */
    public long neighbourTaken() {
        return neighbour.map(NeighbourCalls::taken).orElse(0L);
    }

    /** How often calls of the neighbour were turned away; 0 without one. */
    public long neighbourRefused() {
        return neighbour.map(NeighbourCalls::refused).orElse(0L);
    }

    /** Whether a request would make usage grow faster than is allowed. */
    public boolean growsTooFast(Map<Dimension, Long> charges, long nowNanos) {
        return growth.map(cap -> cap.exceeds(grown(charges), nowNanos)).orElse(false);
    }

    private long grown(Map<Dimension, Long> charges) {
        if (limits.amount(Dimension.INPUT_TOKENS).isPresent()) {
            return permits(charges, Dimension.INPUT_TOKENS);
        }
        return permits(charges, limits.amount(Dimension.TOKENS).isPresent() ? Dimension.TOKENS : Dimension.REQUESTS);
    }

    /**
     * Admits a request if it fits into every limit, and then charges all of them; otherwise charges none.
     *
     * @param charges permits by dimension; a dimension without a charge must still hold one permit, which is how a limit
     *     on output stops new requests when earlier answers have used it up
     */
    public Verdict admit(Map<Dimension, Long> charges, long nowNanos) {
        advance(nowNanos);
        Optional<Refused> refused = allowances.entrySet().stream()
                .filter(entry -> !entry.getValue().fits(permits(charges, entry.getKey())))
                .map(entry -> refuse(entry.getKey(), entry.getValue(), permits(charges, entry.getKey())))
                .max(Comparator.comparingLong(Refused::waitNanos));
        if (refused.isPresent()) {
            return refused.get();
        }
        charges.forEach(this::charge);
        growth.ifPresent(cap -> cap.charge(grown(charges)));
        gauges.values().forEach(gauge -> gauge.admitted(nowNanos));
        return new Admitted();
    }

    /** The time until a request fits, if nothing is charged meanwhile; {@link Long#MAX_VALUE} if it never does. */
    public long nanosUntilFits(Map<Dimension, Long> charges, long nowNanos) {
        advance(nowNanos);
        long nanos =
                growsTooFast(charges, nowNanos) ? growth.orElseThrow().nanosUntilFits(grown(charges), nowNanos) : 0;
        for (Map.Entry<Dimension, Allowance> entry : allowances.entrySet()) {
            long permits = permits(charges, entry.getKey());
            nanos = entry.getValue().neverFits(permits)
                    ? Long.MAX_VALUE
                    : Math.max(nanos, entry.getValue().nanosUntilFits(permits));
        }
        return nanos;
    }

    /** Takes a call of the neighbour if it fits; the agenda that runs has let the time pass. */
    boolean take(Map<Dimension, Long> charges, long atNanos) {
        allowances.values().forEach(allowance -> allowance.refill(atNanos));
        for (Map.Entry<Dimension, Allowance> entry : allowances.entrySet()) {
            if (!entry.getValue().fits(permits(charges, entry.getKey()))) {
                return false;
            }
        }
        charges.forEach(this::charge);
        return true;
    }

    /** Charges a rejected request to the limits that count requests, as far as there is something to take. */
    public void chargeRejected(long nowNanos) {
        advance(nowNanos);
        allowances.forEach((dimension, allowance) -> {
            if (dimension.countsRequests() && allowance.fits(1)) {
                allowance.charge(1);
            }
        });
    }

    /**
     * Charges output tokens at the moment {@code atNanos}, which may lie ahead.
     *
     * @param dimensions those that count output when it is produced
     */
    public void produce(long atNanos, long tokens, Set<Dimension> dimensions) {
        agenda.add(atNanos, moment -> {
            allowances.values().forEach(allowance -> allowance.refill(moment));
            dimensions.forEach(dimension -> charge(dimension, tokens));
        });
    }

    /** A look at one limit; empty if the dimension is not limited. */
    public Optional<Reading> read(Dimension dimension, long nowNanos, Instant wall) {
        advance(nowNanos);
        return Optional.ofNullable(allowances.get(dimension))
                .map(allowance -> new Reading(
                        dimension, allowance.limit(), allowance.remaining(), allowance.nanosUntilFull(), wall));
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
        agenda.run(nowNanos);
        allowances.values().forEach(allowance -> allowance.refill(nowNanos));
    }

    private void charge(Dimension dimension, long permits) {
        Allowance allowance = allowances.get(dimension);
        if (allowance != null) {
            allowance.charge(permits);
        }
        ShareGauge gauge = gauges.get(dimension);
        if (gauge != null) {
            gauge.worked(permits);
        }
    }

    private static long permits(Map<Dimension, Long> charges, Dimension dimension) {
        return Math.max(1, charges.getOrDefault(dimension, 0L));
    }

    private static Refused refuse(Dimension dimension, Allowance allowance, long permits) {
        return new Refused(
                dimension,
                allowance.limit(),
                allowance.remaining(),
                permits,
                allowance.nanosUntilFits(permits),
                allowance.neverFits(permits));
    }
}
