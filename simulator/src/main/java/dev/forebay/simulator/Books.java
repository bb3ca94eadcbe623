package dev.forebay.simulator;

import dev.forebay.simulator.CallRecord.Ending;
import dev.forebay.simulator.Fate.Dropped;
import dev.forebay.simulator.Fate.Rejected;
import dev.forebay.simulator.Fate.Taken;
import dev.forebay.simulator.Fate.Throttled;
import dev.forebay.simulator.exchange.Reply.Manner;
import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Usage;
import dev.forebay.simulator.meter.Meters;
import dev.forebay.simulator.meter.Reading;
import dev.forebay.simulator.meter.Verdict.Refused;
import dev.forebay.simulator.time.Chance;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.simulator.wire.Failure;
import dev.forebay.simulator.wire.Prompt;
import dev.forebay.simulator.wire.Wire;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All that changes in a provider: its meters, its faults, its counts and its log, under one lock. The clock is read under
 * it, so that the times in the books never run backwards; no other code of anyone else runs while it is held. Thread-safe.
 */
final class Books {

    /** Models beyond these do not exist; each has meters of its own. */
    private static final int MOST_MODELS = 256;

    /** Longer than any limit by the minute makes anybody wait. */
    private static final long LONGEST_WAIT_FOR_ALL_NANOS = 300_000_000_000L;

    /** The calls of clients draw from the sources 0, 1, 2 and so on. */
    private static final long NEIGHBOURS = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final SimulatorOptions options;
    private final SimulatorClock clock;
    private final Map<String, Meters> meters = new HashMap<>();
    private final Tally tally = new Tally();
    private final ThrottleWatch watch;
    private final Levels levels;
    private final ArrayDeque<LiveCall> log = new ArrayDeque<>();
    private FaultPlan faults;
    private Optional<Long> faultsSinceNanos = Optional.empty();
    private long calls;

    Books(SimulatorOptions options, SimulatorClock clock) {
        this.options = options;
        this.clock = clock;
        this.faults = options.faults();
        this.levels = new Levels(options, clock);
        this.watch = new ThrottleWatch(options.throttleGrace().toNanos());
    }

    /** Notes the arrival of a request. */
    LiveCall open() {
        lock.lock();
        try {
            long nowNanos = clock.nanoTime();
            LiveCall call = new LiveCall(this, calls, nowNanos, Chance.of(options.seed(), calls));
            calls++;
            tally.arrived(nowNanos, clock.wall());
            if (options.loggedCalls() > 0) {
                if (log.size() == options.loggedCalls()) {
                    log.removeFirst();
                }
                log.addLast(call);
            }
            return call;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a request cannot be taken up. */
    Fate reject(LiveCall call, Failure failure, String message) {
        lock.lock();
        try {
            call.status = failure.status();
            tally.invalid(failure.status());
            return new Rejected(failure, message);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides about a request that was understood.
     *
     * @param line the key and the model for which a wait is told
     */
    Fate decide(LiveCall call, Wire wire, Prompt prompt, String line) {
        lock.lock();
        try {
            if (!meters.containsKey(prompt.model()) && meters.size() == MOST_MODELS) {
                return reject(call, Failure.UNKNOWN_MODEL, prompt.model());
            }
            meters.computeIfAbsent(prompt.model(), model -> newMeters(call.arrivalNanos));
            call.model = prompt.model();
            call.contentHash = prompt.contentHash();
            call.line = line;
            if (watch.early(line, sinceFirst(call.arrivalNanos))) {
                tally.early();
            }
            Optional<FaultKind> fault = drawFault(call, prompt);
            fault.ifPresent(kind -> call.fault = Optional.of(kind));
            if (fault.isPresent() && !fault.get().takenUp()) {
                return turnAway(call, fault.get());
            }
            return throughLimits(call, wire, prompt, fault);
        } finally {
            lock.unlock();
        }
    }

    /** Each pool has a neighbour of its own, whose calls come at other times. */
    private Meters newMeters(long nowNanos) {
        Chance chance = Chance.of(options.seed(), NEIGHBOURS - meters.size());
        return new Meters(options.limits(), options.conduct(), chance, nowNanos, clock.wall());
    }

    /** See {@link SimulatedProvider#nanosUntilTaken}. */
    long nanosUntilTaken(Wire wire, Prompt prompt) {
        lock.lock();
        try {
            OptionalInt cap = options.limits().concurrency();
            if (cap.isPresent() && tally.inFlight() >= cap.getAsInt()) {
                return Long.MAX_VALUE;
            }
            Meters pool = meters.get(prompt.model());
            return pool == null ? 0 : pool.nanosUntilFits(wire.charges(prompt), clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private Optional<FaultKind> drawFault(LiveCall call, Prompt prompt) {
        long sinceNanos = faultsSinceNanos.orElse(tally.firstArrivalNanos());
        return faults.draw(call.chance, call.arrivalNanos - sinceNanos)
                .map(kind -> kind == FaultKind.MIDSTREAM && !prompt.stream() ? FaultKind.SERVER_ERROR : kind);
    }

    private Fate turnAway(LiveCall call, FaultKind fault) {
        tally.fault(fault);
        if (fault == FaultKind.REFUSED || fault == FaultKind.RESET) {
            return new Dropped(fault == FaultKind.REFUSED ? Manner.REFUSED : Manner.RESET);
        }
        Failure failure = FaultFailures.of(fault);
        call.status = failure.status();
        return new Rejected(failure, "");
    }

    private Fate throughLimits(LiveCall call, Wire wire, Prompt prompt, Optional<FaultKind> fault) {
        if (options.limits().concurrency().isPresent()
                && tally.inFlight() >= options.limits().concurrency().getAsInt()) {
            call.fault = Optional.empty();
            call.status = 429;
            tally.rejected("concurrency");
            return new Rejected(Failure.CONCURRENCY, "");
        }
        Meters pool = pool(prompt.model());
        if (pool.growsTooFast(wire.charges(prompt), call.arrivalNanos)) {
            call.fault = Optional.empty();
            call.status = 429;
            call.toldWaitNanos = options.retryAfter().told(wire.growthWaitNanos());
            tally.rejected("acceleration");
            return new Rejected(Failure.ACCELERATION, "");
        }
        if (pool.admit(wire.charges(prompt), call.arrivalNanos) instanceof Refused refused) {
            call.fault = Optional.empty();
            return throttle(call, wire, pool, refused);
        }
        fault.ifPresent(tally::fault);
        call.billed = fault.map(FaultKind::billed).orElse(true);
        call.inFlight = true;
        call.status = fault.map(FaultFailures::status).orElse(200);
        call.readings = levels.all(pool, call.arrivalNanos);
        tally.accepted(call, prompt.inputTokens());
        return new Taken(fault);
    }

    private Fate throttle(LiveCall call, Wire wire, Meters pool, Refused refused) {
        call.status = 429;
        long told = options.retryAfter().told(wire.toldWaitNanos(refused));
        // A request that never fits is told a wait like any other, but it says nothing to the requests after it.
        call.toldWaitNanos = refused.never() && told > LONGEST_WAIT_FOR_ALL_NANOS ? 0 : told;
        if (options.chargeRejected().orElse(wire.chargesRejected())) {
            pool.chargeRejected(call.arrivalNanos);
        }
        call.readings = levels.all(pool, call.arrivalNanos);
        tally.rejected(refused.never() ? "too_large" : refused.dimension().key());
        return new Throttled(refused);
    }

    /** The meters of a model about which something was decided. */
    private Meters pool(String model) {
        return Objects.requireNonNull(meters.get(model), "a model without meters");
    }

    /** Notes that output will be produced at a moment that may lie ahead. */
    void produce(LiveCall call, Wire wire, long atNanos, long tokens) {
        lock.lock();
        try {
            tally.produced(tokens);
            pool(call.model).produce(atNanos, tokens, wire.chargedWhenProduced());
        } finally {
            lock.unlock();
        }
    }

    /** What the headers of a call say about the limits, at the moment of their {@code Stamp}. */
    List<Reading> readings(LiveCall call) {
        lock.lock();
        try {
            return levels.atReply(call, Optional.ofNullable(meters.get(call.model)), clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Notes the end of a call; only the first one counts. */
    void ended(LiveCall call, Ending ending) {
        lock.lock();
        try {
            if (call.ending == Ending.PENDING) {
                call.ending = ending;
                tally.ended(call);
                if (ending == Ending.SENT && call.status == 429) {
                    watch.told(call.line, sinceFirst(clock.nanoTime()), call.toldWaitNanos);
                }
                call.readings = List.of();
                call.line = "";
            }
        } finally {
            lock.unlock();
        }
    }

    private long sinceFirst(long nanos) {
        return nanos - tally.firstArrivalNanos();
    }

    /** Puts another plan of faults into force; its windows count from now. */
    void plan(FaultPlan plan) {
        lock.lock();
        try {
            faults = plan;
            faultsSinceNanos = Optional.of(clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    Ledger ledger() {
        lock.lock();
        try {
            Optional<Meters> busiest = meters.values().stream()
                    .max(Comparator.comparingDouble(pool -> pool.usage().whole().neededNanos()));
            return tally.ledger(
                    busiest.map(Meters::usage).orElse(Usage.none()),
                    new Ledger.NeighbourCalls(
                            busiest.map(Meters::neighbourTaken).orElse(0L),
                            busiest.map(Meters::neighbourRefused).orElse(0L)));
        } finally {
            lock.unlock();
        }
    }

    List<CallRecord> log() {
        lock.lock();
        try {
            return log.stream()
                    .map(call -> call.record(tally.firstArrivalNanos()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many calls are too old for the log. */
    long droppedFromLog() {
        lock.lock();
        try {
            return calls - log.size();
        } finally {
            lock.unlock();
        }
    }
}
