package dev.forebay.pool;

import dev.forebay.event.Event;
import dev.forebay.limit.Decision;
import dev.forebay.limit.Limits;
import dev.forebay.limit.Rate;
import dev.forebay.money.Budget;
import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the head of the line may start now: pause, concurrency, pace, every meter, money. Reads no clock. Not
 * thread-safe.
 */
final class Gate {

    private final String pool;
    private final Ledger ledger;
    private final Estimator estimator = new Estimator();
    private final Concurrency concurrency;
    private final Breaker breaker = new Breaker();
    private final Pace pace;
    private final Spending spending;
    private final Slots slots;
    private final int parts;
    private final List<Event> events = new ArrayList<>();
    private BooleanSupplier heard = () -> true;
    private long pausedUntilNanos;
    private String pauseReason = "";
    private @Nullable Stop stop;

    /**
     * Why nothing starts any more, and until when if that is known.
     *
     * @param midnight the same on the wall clock, if it is a midnight: the clock may be set before
     */
    record Stop(Outcome.Kind kind, String reason, Optional<Long> untilNanos, Optional<Instant> midnight) {

        /** One that never ends. */
        static Stop forGood(Outcome.Kind kind, String reason) {
            return new Stop(kind, reason, Optional.empty(), Optional.empty());
        }

        /** The same that ends after so much time. */
        Stop after(Duration wait, long nowNanos) {
            long until = nowNanos + Math.max(0, TimeUnit.NANOSECONDS.convert(wait));
            return new Stop(kind, reason, Optional.of(until), Optional.empty());
        }

        /** The same that ends at a midnight, as the wall clock sees it now. */
        Stop at(Instant midnight, Instant wall, long nowNanos) {
            Optional<Long> until = after(Duration.between(wall, midnight), nowNanos).untilNanos;
            return new Stop(kind, reason, until, Optional.of(midnight));
        }

        boolean endsBefore(Stop other) {
            // Two looks at the clocks see one midnight at two times.
            boolean sameMidnight = midnight.isPresent() && midnight.equals(other.midnight);
            return !sameMidnight
                    && untilNanos.isPresent()
                    && (other.untilNanos.isEmpty() || other.untilNanos.get() - untilNanos.get() > 0);
        }
    }

    Gate(String pool, Limits limits, Metering metering, Spending spending, Slots slots, long nowNanos) {
        this.pool = pool;
        this.spending = spending;
        this.slots = slots;
        Limits own = limits.ownPart();
        parts = own.parts();
        ledger = new Ledger(metering, estimator, own, nowNanos);
        concurrency = new Concurrency(
                own.concurrency().orElse(Integer.MAX_VALUE), !own.quotas().isEmpty());
        pace = new Pace(nowNanos);
        pausedUntilNanos = nowNanos;
    }

    /** Into how many parts the key is shared. */
    int parts() {
        return parts;
    }

    /** Whether a call of this size may start now; changes nothing. */
    Decision decide(Demand demand, long nowNanos) {
        Estimate estimate = demand.estimate();
        Optional<Meter> impossible = ledger.impossible(estimate);
        if (impossible.isPresent()) {
            return new Decision.Impossible(
                    impossible.get().dimension(),
                    impossible.get().given().whole(impossible.get().amount()));
        }
        Budget.Room room = spending.room(estimate);
        if (room == Budget.Room.NEVER) {
            return new Decision.Impossible(Dimension.MONEY, spending.limit());
        }
        // What only a release can mend is named before what time mends: the instant in a NotUntil has to be exact.
        boolean full = ledger.inFlight() >= concurrency.cap();
        OptionalLong beyond = full
                ? concurrency.beyondCap(ledger.inFlight(), ledger.openBytes() + estimate.inputBytes())
                : OptionalLong.of(nowNanos);
        if (beyond.isEmpty()) {
            return new Decision.WhenReleased(Dimension.CONCURRENCY);
        }
        if (room == Budget.Room.WHEN_RELEASED) {
            return new Decision.WhenReleased(Dimension.MONEY);
        }
        return whenTimeAllows(demand, beyond.getAsLong(), nowNanos);
    }

    /** The latest of what the window of a cold pool, the pause, the pace and every meter allow. */
    private Decision whenTimeAllows(Demand demand, long beyondNanos, long nowNanos) {
        Binding meters = ledger.earliest(demand, nowNanos);
        long paced = later(beyondNanos, pace.earliest(nowNanos));
        long latest = later(later(pausedUntilNanos, paced), meters.atNanos());
        if (latest - nowNanos <= 0) {
            return Decision.Granted.INSTANCE;
        }
        String binding = latest == meters.atNanos()
                ? meters.meter().orElseThrow().dimension().words()
                : "pace";
        // What a pause has drained often refills a little later; the pause is still the reason.
        return new Decision.NotUntil(latest, paused(nowNanos).orElse(binding));
    }

    /** When a call would start that asks for this together with all that go before it, and what it would wait for. */
    Decision.NotUntil outlook(Load load, long nowNanos) {
        Binding meters = ledger.filled(load, later(nowNanos, pausedUntilNanos));
        String binding = meters.meter()
                .map(meter -> meter.dimension().words())
                .orElseGet(() -> paused(nowNanos).orElse(""));
        return new Decision.NotUntil(meters.atNanos(), binding);
    }

    private static long later(long left, long right) {
        return left - right > 0 ? left : right;
    }

    /** Lets a call start that {@link #decide} granted; empty if other pools have the money or all calls in flight. */
    Optional<Ticket> admit(Place place, Demand demand, long nowNanos) {
        if (!slots.startOrWait()) {
            return Optional.empty();
        }
        OptionalLong held = spending.hold(demand.estimate());
        if (held.isEmpty()) {
            slots.end();
            return Optional.empty();
        }
        Ticket ticket = ledger.reserve(place, demand, held.getAsLong(), nowNanos);
        concurrency.started(ledger.inFlight(), nowNanos);
        pace.started(ledger.refillNanos(demand.held()), nowNanos);
        return Optional.of(ticket);
    }

    /** Gives back what a call held above the pool's own limits and did not draw of the pace, and books what it cost. */
    void ended(Ticket ticket, long nanoDollars, long nowNanos) {
        Permits charged = ticket.charged();
        boolean used = charged.totalTokens() > 0;
        pace.ended(ledger.refillNanos(ticket.demand().held()), ledger.refillNanos(charged), used, nowNanos);
        spending.settle(ticket, nanoDollars);
        slots.end();
    }

    /** Pauses the pool; a pause is only ever extended. */
    void pause(long untilNanos, String reason, long nowNanos) {
        if (untilNanos - nowNanos > 0 && untilNanos - pausedUntilNanos > 0) {
            pausedUntilNanos = untilNanos;
            pauseReason = reason;
            events.add(new Event.Paused(pool, Duration.ofNanos(untilNanos - nowNanos), reason));
            pace.pausedUntil(untilNanos);
        }
    }

    /** Why nothing starts, if the pool is paused. */
    Optional<String> paused(long nowNanos) {
        return pausedUntilNanos - nowNanos > 0 ? Optional.of(pauseReason) : Optional.empty();
    }

    /** Stops the pool; a stop is only ever extended. */
    void stop(Stop reason) {
        if (stop == null || stop.endsBefore(reason)) {
            stop = reason;
            events.add(new Event.Stopped(pool, reason.reason()));
        }
    }

    /** Tells the wall time to what ends at a midnight. */
    void date(Instant wall, long nowNanos) {
        ledger.date(wall, nowNanos);
        Stop current = stop;
        if (current != null && current.midnight().isPresent()) {
            stop = current.at(current.midnight().get(), wall, nowNanos);
        }
    }

    /** Why nothing starts, unless that is over by now. */
    Optional<Stop> stopped(long nowNanos) {
        Stop current = stop;
        if (current != null
                && current.untilNanos().isPresent()
                && nowNanos - current.untilNanos().get() >= 0) {
            stop = null;
        }
        return Optional.ofNullable(stop);
    }

    /** Refuses a call whose worst case cannot be told although money is limited. */
    void check(Cost cost) {
        if (spending.isLimited() && cost.maxOutputTokens().isEmpty()) {
            throw new IllegalArgumentException("pool " + pool + " has a budget, and " + cost
                    + " could cost any amount; give Cost.maxOutputTokens, the max_tokens of the request");
        }
    }

    /** What a call of this size is expected to use. */
    Expectation expect(Cost cost) {
        Demand demand = ledger.demand(cost);
        Estimate estimate = demand.estimate();
        Map<Dimension, Double> permits = new HashMap<>();
        for (Meter meter : ledger.meters()) {
            permits.put(meter.dimension(), (double) demand.held().in(meter.counted()) / Rate.MICROS_PER_PERMIT);
        }
        return new Expectation(
                estimator.observed(),
                estimate.inputTokens(),
                estimate.inputTokensHigh(),
                estimate.outputTokens(),
                estimate.maxOutputTokens(),
                permits,
                ledger.impossible(estimate).map(Meter::dimension));
    }

    String pool() {
        return pool;
    }

    Ledger ledger() {
        return ledger;
    }

    Estimator estimator() {
        return estimator;
    }

    Concurrency concurrency() {
        return concurrency;
    }

    Breaker breaker() {
        return breaker;
    }

    Pace pace() {
        return pace;
    }

    Slots slots() {
        return slots;
    }

    Spending spending() {
        return spending;
    }

    long pausedUntilNanos() {
        return pausedUntilNanos;
    }

    /** Asks this whether somebody listens. */
    void heardIf(BooleanSupplier listens) {
        heard = listens;
    }

    /** Whether anybody listens: while nobody does, no event of a single call is made. */
    boolean isHeard() {
        return heard.getAsBoolean();
    }

    void record(Event event) {
        events.add(event);
    }

    /** The events since the last time; the pool delivers them without its lock. */
    List<Event> drainEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<Event> drained = List.copyOf(events);
        events.clear();
        return drained;
    }
}
