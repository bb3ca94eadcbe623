package dev.forebay.pool;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.NamedLimit;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All limits of a pool together, and the calls that hold permits in them. Every reservation is atomic over all meters. Not
 * thread-safe.
 */
final class Ledger {

    /** More than any provider has; a hostile server cannot fill the heap with invented limits. */
    private static final int METERS_MAX = 16;

    /** A day's quota is there to be used when it is wanted; spread over the day, it would bind from the first call on. */
    private static final Duration PACED_PERIOD_MAX = Duration.ofMinutes(1);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Metering metering;
    private final int parts;
    private final List<Meter> meters = new ArrayList<>();
    private final Flights flights = new Flights();
    private final Estimator estimator;
    private final RateSearch search;
    private final boolean byTheDay;
    private final Set<Dimension> searched = new HashSet<>();
    private long reservations;
    private long lastChargedNanos;

    Ledger(Metering metering, Estimator estimator, Limits limits, long nowNanos) {
        this.estimator = estimator;
        this.metering = metering;
        parts = limits.parts();
        search = new RateSearch(nowNanos);
        lastChargedNanos = nowNanos;
        byTheDay = limits.quotas().stream().anyMatch(quota -> quota.dayZone().isPresent());
        for (Quota quota : limits.quotas()) {
            meters.add(Meter.of(quota, parts, metering.chargedAtEnd(quota.dimension()), nowNanos));
        }
    }

    List<Meter> meters() {
        return meters;
    }

    /** Whether a limit is whole again at each midnight, so that the wall clock has to be told. */
    boolean isByTheDay() {
        return byTheDay;
    }

    /** Tells the wall time to the limits that are whole again at midnight. */
    void date(Instant wall, long nowNanos) {
        meters.forEach(meter -> meter.date(wall, nowNanos));
    }

    /** The midnight after a time at which the last of the limits by the calendar day is whole again; empty if there is none. */
    Optional<Instant> midnightAfter(long nanos) {
        return meters.stream()
                .flatMap(meter -> meter.level().midnightAfter(nanos).stream())
                .max(Comparator.naturalOrder());
    }

    int inFlight() {
        return flights.calls();
    }

    /** The bytes of the prompts of all calls in flight. */
    long openBytes() {
        return flights.bytes();
    }

    List<Ticket> flying() {
        return flights.all();
    }

    Optional<Ticket> oldest() {
        return flights.oldest();
    }

    /** The limit that the call can never meet, if there is one: the whole key's, since a part may go into debt. */
    Optional<Meter> impossible(Estimate estimate) {
        for (Meter meter : meters) {
            if (lowest(meter.counted(), estimate) > meter.given().whole(meter.amount())) {
                return Optional.of(meter);
            }
        }
        return Optional.empty();
    }

    /** What a call of this size asks for, as far as is known now. */
    Demand demand(Cost cost) {
        return Demand.of(estimator.estimate(cost), metering);
    }

    /** When all meters let the call start, and which is the last to. */
    Binding earliest(Demand demand, long nowNanos) {
        Binding last = new Binding(nowNanos, Optional.empty());
        for (Meter meter : meters) {
            long cost = demand.held().in(meter.counted());
            if (!meter.isAmple(cost)) {
                last = last.or(meter, meter.earliest(cost, doubt(meter.counted(), demand), nowNanos));
            }
        }
        return last;
    }

    /** When so much will have been there in all meters, and which is the last. */
    Binding filled(Load load, long nowNanos) {
        Binding last = new Binding(nowNanos, Optional.empty());
        for (Meter meter : meters) {
            last = last.or(meter, meter.level().filledNanos(Permits.micros(load.in(meter.counted())), nowNanos));
        }
        return last;
    }

    Ticket reserve(Place place, Demand demand, long heldNanoDollars, long nowNanos) {
        long[] booksAtSend = new long[2 * meters.size()];
        for (int index = 0; index < meters.size(); index++) {
            Meter meter = meters.get(index);
            Counted counted = meter.counted();
            booksAtSend[2 * index] = meter.books().chargedMicros();
            booksAtSend[2 * index + 1] = meter.reserve(demand.held().in(counted), demand.variance(counted), nowNanos);
        }
        Ticket.Start start =
                new Ticket.Start(place, demand, nowNanos, heldNanoDollars, ++reservations, flights.isEmpty());
        Ticket ticket = new Ticket(start, booksAtSend);
        search.sent(demand.held(), nowNanos);
        flights.add(ticket);
        return ticket;
    }

    /** Whether no call was sent since this one. */
    boolean isLast(Ticket ticket) {
        return ticket.sequence() == reservations && flights.isEmpty();
    }

    /** When a call of ours was last charged; the beginning if none was. */
    long lastChargedNanos() {
        return lastChargedNanos;
    }

    /** Whether a call may ask for more than the limit gives in a period, if its size was misjudged as far as can be. */
    boolean mayExceed(Meter meter, Ticket ticket) {
        return metering.heldMax(meter.counted(), ticket.estimate())
                > meter.given().whole(meter.amount());
    }

    /** The time in which the largest of these refills, by the limits that pace calls. */
    double refillNanos(Permits permits) {
        double nanos = 0;
        for (Meter meter : meters) {
            if (meter.period().compareTo(PACED_PERIOD_MAX) <= 0) {
                double refill = meter.level().nanosPerMicro() * permits.in(meter.counted());
                nanos = refill > nanos ? refill : nanos;
            }
        }
        return nanos;
    }

    /** Ends a call: it is charged all that it held. */
    void keep(Ticket ticket, long nowNanos) {
        close(ticket, ticket.demand().held(), nowNanos);
    }

    /** Ends a call that the provider did not charge, or only as a request. */
    void giveBack(Ticket ticket, boolean requestCharged, long nowNanos) {
        search.givenBack(ticket.demand().held(), nowNanos);
        close(ticket, requestCharged ? ticket.demand().held().ofRequests() : Permits.NONE, nowNanos);
    }

    /** Ends a call with its real usage. */
    void charge(Ticket ticket, Usage usage, long nowNanos) {
        Permits held = ticket.demand().held();
        Permits charged = held.charged(usage, metering);
        search.charged(held, charged, nowNanos);
        close(ticket, charged, nowNanos);
    }

    private void close(Ticket ticket, Permits charged, long nowNanos) {
        flights.remove(ticket);
        for (int index = 0; index < ticket.meters(); index++) {
            Meter meter = meters.get(index);
            long micros = charged.in(meter.counted());
            boolean tokens = micros > 0 && meter.counted() != Counted.REQUESTS;
            lastChargedNanos = tokens ? nowNanos : lastChargedNanos;
            meter.close(held(ticket, meter), micros, nowNanos);
        }
        ticket.charge(charged, nowNanos);
    }

    /** Corrects a call that had been charged all it held when its reservation expired. */
    void correct(Ticket ticket, Usage usage, long nowNanos) {
        Permits charged = ticket.demand().held().charged(usage, metering);
        // A meter that became known since then took its level from a header, which has seen the call already.
        for (int index = 0; index < ticket.meters(); index++) {
            Meter meter = meters.get(index);
            meter.correct(held(ticket, meter), charged.in(meter.counted()), ticket.endedNanos(), nowNanos);
        }
    }

    /**
     * Takes note of a limit that a header shows; calls in flight hold permits of it from now on.
     *
     * @return its meter, if it was unknown
     */
    Optional<Meter> meet(LimitReading reading, long nowNanos) {
        if (indexOf(reading.dimension(), reading.period()) >= 0 || meters.size() >= METERS_MAX) {
            return Optional.empty();
        }
        Meter meter = Meter.learned(reading, parts, metering.chargedAtEnd(reading.dimension()), nowNanos);
        meters.add(meter);
        flights.all().forEach(flying -> adopt(flying, meter));
        return Optional.of(meter);
    }

    /**
     * Takes over a limit that the text of a 429 named.
     *
     * @return its meter, if it was unknown or another one
     */
    Optional<Meter> name(NamedLimit limit, long nowNanos) {
        long amount = GivenLimit.part(Math.min(limit.amount(), Quota.AMOUNT_MAX), parts);
        return follow(limit.dimension(), limit.period(), amount, nowNanos);
    }

    /**
     * Searches for a limit that nothing names, after a fresh 429 of it.
     *
     * @return its meter, if it was unknown or another one
     */
    Optional<Meter> search(Dimension dimension, long nowNanos) {
        int index = indexOf(dimension, MINUTE);
        if (index >= 0 && meters.get(index).isShown()) {
            return Optional.empty();
        }
        OptionalLong found =
                search.throttled(Counted.of(dimension), index >= 0 && !searched.contains(dimension), nowNanos);
        if (found.isPresent() && index < 0) {
            searched.add(dimension);
        }
        return found.isPresent() ? follow(dimension, MINUTE, found.getAsLong(), nowNanos) : Optional.empty();
    }

    /** Lets limits that were found by their 429s creep up. */
    void creep(long nowNanos) {
        if (!search.hasBegun()) {
            return;
        }
        for (Meter meter : meters) {
            if (!meter.isShown() && meter.period().equals(MINUTE)) {
                search.succeeded(meter.counted(), nowNanos).ifPresent(amount -> meter.follow(amount, nowNanos));
            }
        }
    }

    private Optional<Meter> follow(Dimension dimension, Duration period, long amount, long nowNanos) {
        boolean known = indexOf(dimension, period) >= 0;
        Optional<Meter> meter = meterFor(dimension, period, amount, nowNanos);
        if (!known && meter.isPresent()) {
            flights.all().forEach(flying -> adopt(flying, meter.get()));
            return meter;
        }
        return meter.filter(other -> other.follow(amount, nowNanos));
    }

    /**
     * Takes one header in.
     *
     * @return its meter, if the limit was another than so far
     */
    Optional<Meter> fuse(Ticket ticket, LimitReading reading, long nowNanos) {
        int index = indexOf(reading.dimension(), reading.period());
        if (index < 0) {
            return Optional.empty();
        }
        Meter meter = meters.get(index);
        Books.Sent sent = ticket.sent(index);
        boolean changed = ticket.flying
                ? meter.lower(reading, sent, nowNanos)
                : meter.settled(reading, sent, charged(ticket, index), nowNanos);
        return changed ? Optional.of(meter) : Optional.empty();
    }

    /** The meter of a dimension and period, made if it is not there and there are not too many. */
    Optional<Meter> meterFor(Dimension dimension, Duration period, long amount, long nowNanos) {
        int index = indexOf(dimension, period);
        if (index >= 0) {
            return Optional.of(meters.get(index));
        }
        if (meters.size() >= METERS_MAX) {
            return Optional.empty();
        }
        Quota quota = new Quota(dimension, amount, period, Optional.empty());
        Meter meter = Meter.remembered(quota, parts, metering.chargedAtEnd(dimension), nowNanos);
        meters.add(meter);
        return Optional.of(meter);
    }

    /** The meter that a throttle means: the one it names, else the emptiest; empty if there are none. */
    Optional<Integer> culprit(Optional<Dimension> named, long nowNanos) {
        int emptiest = -1;
        for (int index = 0; index < meters.size(); index++) {
            Meter meter = meters.get(index);
            boolean candidate = meter.mayBeMeant(named);
            if (candidate
                    && (emptiest < 0
                            || meter.level().secondsOfRefill(nowNanos)
                                    < meters.get(emptiest).level().secondsOfRefill(nowNanos))) {
                emptiest = index;
            }
        }
        return emptiest < 0 ? Optional.empty() : Optional.of(emptiest);
    }

    /** The limit of tokens of which a call may ask the largest part: of those that a refusal names, or of all. */
    Optional<Meter> tightest(Ticket ticket, Optional<Dimension> named) {
        return meters.stream()
                .filter(meter -> meter.counted() != Counted.REQUESTS)
                .filter(meter -> named.isEmpty() || named.get().equals(meter.dimension()))
                .max(Comparator.comparingDouble(
                        meter -> metering.heldMax(meter.counted(), ticket.estimate()) / meter.amount()));
    }

    /** The variance that a call adds to those in flight: its own, and what all of them share. */
    long doubt(Counted counted, Demand demand) {
        Estimate estimate = demand.estimate();
        if (counted == Counted.REQUESTS || estimate.isCertain()) {
            return demand.variance(counted);
        }
        int calls = flights.calls() + 1;
        double shared = 0;
        if (counted == Counted.INPUT_TOKENS || (counted == Counted.TOTAL_TOKENS && metering.countsPrompt())) {
            shared += estimate.inputTokensKnown()
                    ? 0
                    : estimator.sharedInputVariance(calls, flights.bytes() + estimate.inputBytes());
        }
        if (demand.outputVariance() > 0 && (counted == Counted.OUTPUT_TOKENS || counted == Counted.TOTAL_TOKENS)) {
            double weight = metering.outputWeight();
            shared += weight * weight * estimator.sharedOutputVariance(calls);
        }
        return demand.variance(counted) + (long) Math.ceil(shared);
    }

    private static void adopt(Ticket ticket, Meter meter) {
        ticket.adopt();
        meter.adopt(held(ticket, meter));
    }

    private static Books.Held held(Ticket ticket, Meter meter) {
        Demand demand = ticket.demand();
        Counted counted = meter.counted();
        return new Books.Held(demand.held().in(counted), demand.variance(counted), ticket.sentNanos());
    }

    private long charged(Ticket ticket, int index) {
        return index < ticket.meters() ? ticket.charged().in(meters.get(index).counted()) : 0;
    }

    private static double lowest(Counted counted, Estimate estimate) {
        boolean countsPrompt = counted == Counted.INPUT_TOKENS || counted == Counted.TOTAL_TOKENS;
        return countsPrompt ? estimate.inputTokensLow() : 0;
    }

    private int indexOf(Dimension dimension, Duration period) {
        for (int index = 0; index < meters.size(); index++) {
            Meter meter = meters.get(index);
            if (meter.dimension().equals(dimension) && meter.period().equals(period)) {
                return index;
            }
        }
        return -1;
    }
}
