package dev.forebay.pool;

import dev.forebay.event.Event;
import dev.forebay.retry.Backoff;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns what a provider said into one action on the pool and one outcome for the call: the verdict table of
 * docs/verdicts.md. Not thread-safe.
 */
final class Feedback {

    /** A wait is lengthened by up to so much, so that processes that share a key do not come back in one instant. */
    private static final Duration JITTER = Duration.ofMillis(50);

    /** An address that has not answered for so long since the start is wrong, not busy. */
    private static final Duration UNREACHABLE_MAX = Duration.ofSeconds(60);

    /** Nobody waits for a minute's limit for so long: Azure says 86,400 seconds of a request that is larger than the quota. */
    private static final Duration NEVER = Duration.ofMinutes(5);

    /** One bad document does not stop a run; ten with the same refusal and not one success do. */
    private static final int SAME_REFUSALS_MAX = 10;

    private final Gate gate;
    private final Metering metering;
    private final Backoff backoff;
    private final Randomness randomness;
    private final Outsized outsized;
    private final UsedUp usedUp;
    private final Map<Verdict, Long> cutNanos = new EnumMap<>(Verdict.class);
    private final Map<Verdict, long[]> counts = new EnumMap<>(Verdict.class);
    private boolean everSucceeded;
    private int throttlesInARow;
    private Optional<Long> unreachableSinceNanos = Optional.empty();
    private String lastRefusal = "";
    private int sameRefusals;

    Feedback(Gate gate, Metering metering, Backoff backoff, Randomness randomness) {
        this.gate = gate;
        this.metering = metering;
        this.backoff = backoff;
        this.randomness = randomness;
        outsized = new Outsized(gate.ledger());
        usedUp = new UsedUp(gate);
    }

    /** Takes headers in, as soon as they are there. */
    void observe(Ticket ticket, List<LimitReading> readings, long nowNanos) {
        meet(readings, nowNanos);
        fuse(ticket, readings, nowNanos);
    }

    private void meet(List<LimitReading> readings, long nowNanos) {
        if (readings.isEmpty()) {
            return;
        }
        readings.forEach(reading -> gate.ledger().meet(reading, nowNanos).ifPresent(this::learned));
        gate.concurrency().limitsKnown();
    }

    private void fuse(Ticket ticket, List<LimitReading> readings, long nowNanos) {
        if (readings.isEmpty()) {
            return;
        }
        readings.forEach(
                reading -> gate.ledger().fuse(ticket, reading, nowNanos).ifPresent(this::learned));
        gate.ledger().meters().forEach(this::sayWhatDiffers);
    }

    private void sayWhatDiffers(Meter meter) {
        meter.given()
                .differingUnsaid()
                .ifPresent(actual -> gate.record(new Event.LimitDiffers(
                        gate.pool(),
                        meter.dimension(),
                        meter.period(),
                        meter.given().amount(),
                        actual)));
    }

    private void learned(Meter meter) {
        gate.record(new Event.LimitLearned(gate.pool(), meter.dimension(), meter.period(), meter.amount()));
    }

    /** Settles an open call; the wall time is read only where a date has to be turned into a wait. */
    Outcome settle(Ticket ticket, Signal signal, long nowNanos, Supplier<Instant> wall) {
        if (signal.verdict() != Verdict.UNREACHABLE && signal.verdict() != Verdict.CANCELLED) {
            unreachableSinceNanos = Optional.empty();
        }
        meet(signal.readings(), nowNanos);
        // Closed first: a header shows the real charge, and nothing of a call that was refused, whatever it had
        // reserved.
        long cost = close(ticket, signal, nowNanos);
        fuse(ticket, signal.readings(), nowNanos);
        ticket.end(Ticket.State.SETTLED);
        if (signal.verdict() != Verdict.SUCCEEDED) {
            gate.concurrency().failed();
        }
        counts.computeIfAbsent(signal.verdict(), first -> new long[1])[0]++;
        if (gate.isHeard()) {
            Duration took = Duration.ofNanos(nowNanos - ticket.sentNanos());
            gate.record(new Event.Settled(gate.pool(), signal, took, cost));
        }
        return signal.verdict() == Verdict.SUCCEEDED
                ? succeeded(ticket, signal, nowNanos)
                : unsuccessful(ticket, signal, nowNanos, wall);
    }

    private Outcome unsuccessful(Ticket ticket, Signal signal, long nowNanos, Supplier<Instant> wall) {
        return switch (signal.verdict()) {
            case SUCCEEDED -> Outcome.SUCCEEDED;
            case THROTTLED_RATE -> throttledByRate(ticket, signal, nowNanos);
            case THROTTLED_CONCURRENCY -> throttledByConcurrency(ticket, signal, nowNanos);
            case THROTTLED_GROWTH -> throttledByGrowth(ticket, signal, nowNanos);
            case OVERLOADED -> overloaded(ticket, signal, nowNanos);
            case UNREACHABLE -> unreachable(ticket, signal, nowNanos);
            case TRANSIENT -> failed(ticket, signal, nowNanos);
            case QUOTA_EXHAUSTED -> usedUp.stops(ticket, signal, nowNanos, wall.get());
            case UNAUTHORIZED -> stopped(Outcome.Kind.REFUSED, "refused by the provider: " + signal.message());
            case NOT_FOUND ->
                everSucceeded
                        ? Outcome.of(Outcome.Kind.DEAD, said("not found", signal))
                        : stopped(Outcome.Kind.REFUSED, said("not found", signal));
            case INVALID -> invalid(signal);
            case TOO_LARGE -> Outcome.of(Outcome.Kind.DEAD, said("too large", signal));
            case CANCELLED -> Outcome.of(Outcome.Kind.CANCELLED, "cancelled");
        };
    }

    /** Corrects the charge of a call whose answer came after its reservation had expired. */
    void correct(Ticket ticket, Usage usage, long nowNanos) {
        gate.ledger().correct(ticket, usage, nowNanos);
        gate.spending().correct(ticket, usage);
    }

    /** The calls that ended with each verdict. */
    Map<Verdict, Long> counts() {
        Map<Verdict, Long> counted = new EnumMap<>(Verdict.class);
        counts.forEach((verdict, count) -> counted.put(verdict, count[0]));
        return counted;
    }

    /** Ends a call in all the books; what it cost, in nano-dollars. */
    private long close(Ticket ticket, Signal signal, long nowNanos) {
        Ledger ledger = gate.ledger();
        Optional<Usage> usage = signal.usage();
        switch (signal.verdict()) {
            case SUCCEEDED -> {
                if (usage.isPresent()) {
                    ledger.charge(ticket, usage.get(), nowNanos);
                } else {
                    ledger.keep(ticket, nowNanos);
                }
            }
            // Whether it was charged is unknown. Permits that were given back and had been charged would be a 429.
            case TRANSIENT, CANCELLED -> ledger.keep(ticket, nowNanos);
            case THROTTLED_RATE, THROTTLED_GROWTH -> ledger.giveBack(ticket, metering.rejectedRequests(), nowNanos);
            default -> ledger.giveBack(ticket, false, nowNanos);
        }
        long cost = cost(ticket, signal);
        gate.ended(ticket, cost, nowNanos);
        return cost;
    }

    private long cost(Ticket ticket, Signal signal) {
        // What was cut off may have been produced further, and is billed then: the usage that was seen is no bound.
        boolean cut = signal.verdict() == Verdict.TRANSIENT || signal.verdict() == Verdict.CANCELLED;
        if (signal.usage().isPresent()) {
            long seen = gate.spending().cost(signal.usage().get());
            return cut ? Math.max(seen, ticket.heldNanoDollars()) : seen;
        }
        return cut || signal.verdict() == Verdict.SUCCEEDED ? ticket.heldNanoDollars() : 0;
    }

    private Outcome succeeded(Ticket ticket, Signal signal, long nowNanos) {
        everSucceeded = true;
        throttlesInARow = 0;
        Optional<Usage> usage = signal.usage();
        if (usage.isPresent()) {
            gate.estimator().learn(ticket.estimate(), usage.get());
        }
        gate.spending().learned(gate.estimator());
        gate.ledger().meters().forEach(Meter::succeeded);
        gate.ledger().creep(nowNanos);
        gate.concurrency().succeeded(gate.ledger().inFlight() + 1);
        gate.breaker().succeeded();
        return Outcome.SUCCEEDED;
    }

    private Outcome throttledByRate(Ticket ticket, Signal signal, long nowNanos) {
        Optional<String> tooLarge = tooLarge(ticket, signal);
        if (tooLarge.isPresent()) {
            waitAsTold(signal, nowNanos);
            return Outcome.of(Outcome.Kind.DEAD, tooLarge.get());
        }
        boolean fresh = fresh(ticket, signal.verdict(), nowNanos);
        learnFrom(signal, fresh, nowNanos);
        Duration wait = pause(signal, fresh, reason(signal), nowNanos);
        Optional<Integer> culprit = gate.ledger().culprit(signal.dimension(), nowNanos);
        if (culprit.isPresent()) {
            Meter meter = gate.ledger().meters().get(culprit.get());
            meter.throttled(
                    ticket.demand().held().in(meter.counted()),
                    gate.ledger().doubt(meter.counted(), ticket.demand()),
                    gate.pausedUntilNanos(),
                    fresh,
                    nowNanos);
        } else if (fresh) {
            gate.concurrency().throttled(gate.ledger().inFlight());
        }
        return new Outcome(Outcome.Kind.THROTTLED, reason(signal), wait, true);
    }

    /** Keeps a wait that was told with the last refusal of a call that is dead now; one that means "never" is not waited out. */
    private void waitAsTold(Signal signal, long nowNanos) {
        if (signal.retryAfter().filter(wait -> wait.compareTo(NEVER) < 0).isPresent()) {
            pause(signal, false, reason(signal), nowNanos);
        }
    }

    /** What a 429 says of a limit that no header shows. */
    private void learnFrom(Signal signal, boolean fresh, long nowNanos) {
        if (!signal.readings().isEmpty()) {
            return;
        }
        Ledger ledger = gate.ledger();
        Optional<Meter> learned = signal.namedLimit().isPresent()
                ? signal.namedLimit().flatMap(limit -> ledger.name(limit, nowNanos))
                : fresh && everSucceeded
                        ? ledger.search(signal.dimension().orElse(Dimension.REQUESTS), nowNanos)
                        : Optional.empty();
        learned.ifPresent(this::learned);
        if (!ledger.meters().isEmpty()) {
            gate.concurrency().limitsKnown();
        }
    }

    private Optional<String> tooLarge(Ticket ticket, Signal signal) {
        return gate.ledger()
                .tightest(ticket, signal.dimension())
                .flatMap(meter -> outsized.refused(ticket, meter, signal));
    }

    private Outcome throttledByConcurrency(Ticket ticket, Signal signal, long nowNanos) {
        if (fresh(ticket, signal.verdict(), nowNanos)) {
            gate.concurrency().throttled(gate.ledger().inFlight());
        }
        if (signal.retryAfter().isPresent()) {
            return new Outcome(
                    Outcome.Kind.THROTTLED,
                    "throttled by concurrency",
                    pause(signal, true, "throttled by concurrency", nowNanos),
                    true);
        }
        return new Outcome(Outcome.Kind.THROTTLED, "throttled by concurrency", backoff.delay(1, randomness), false);
    }

    private Outcome throttledByGrowth(Ticket ticket, Signal signal, long nowNanos) {
        boolean fresh = fresh(ticket, signal.verdict(), nowNanos);
        if (fresh) {
            gate.pace().grewTooFast(nowNanos);
        }
        Duration wait = pause(signal, fresh, "throttled by growth", nowNanos);
        return new Outcome(Outcome.Kind.THROTTLED, "throttled by growth", wait, true);
    }

    private Outcome overloaded(Ticket ticket, Signal signal, long nowNanos) {
        Breaker.News news = gate.breaker().failed(ticket.place(), ticket.sentNanos(), nowNanos);
        String reason = said("overloaded", signal);
        if (news == Breaker.News.ALONE) {
            Duration alone = backoff.delay(gate.breaker().rounds(), randomness);
            return new Outcome(Outcome.Kind.THROTTLED, reason, longer(alone, signal.retryAfter()), false);
        }
        return pauseForOutage(signal, news, reason, nowNanos);
    }

    private Outcome failed(Ticket ticket, Signal signal, long nowNanos) {
        Breaker.News news = gate.breaker().failed(ticket.place(), ticket.sentNanos(), nowNanos);
        String reason = said("failed", signal);
        if (news == Breaker.News.ALONE) {
            return new Outcome(Outcome.Kind.FAILED, reason, signal.retryAfter().orElse(Duration.ZERO), false);
        }
        Outcome outage = pauseForOutage(signal, news, reason, nowNanos);
        return news == Breaker.News.LASTING_OUTAGE
                ? new Outcome(Outcome.Kind.FAILED, reason, outage.delay(), true)
                : outage;
    }

    private Outcome unreachable(Ticket ticket, Signal signal, long nowNanos) {
        if (!everSucceeded) {
            long since = unreachableSinceNanos.orElse(nowNanos);
            unreachableSinceNanos = Optional.of(since);
            if (nowNanos - since >= UNREACHABLE_MAX.toNanos()) {
                return stopped(
                        Outcome.Kind.HELD,
                        "unreachable for " + UNREACHABLE_MAX.toSeconds() + " s: " + signal.message());
            }
        }
        Breaker.News news = gate.breaker().failed(ticket.place(), ticket.sentNanos(), nowNanos);
        return pauseForOutage(signal, news, said("unreachable", signal), nowNanos);
    }

    private Outcome pauseForOutage(Signal signal, Breaker.News news, String reason, long nowNanos) {
        Duration asked = signal.retryAfter().orElse(Duration.ZERO);
        if (news != Breaker.News.KNOWN_OUTAGE) {
            asked = longer(backoff.delay(gate.breaker().rounds(), randomness), signal.retryAfter());
        }
        gate.concurrency().halfOpen();
        gate.pause(nowNanos + untilGivenUp(asked, nowNanos).toNanos(), reason, nowNanos);
        Duration left = Duration.ofNanos(Math.max(0, gate.pausedUntilNanos() - nowNanos));
        return new Outcome(Outcome.Kind.THROTTLED, reason, left, true);
    }

    /** No pause outlasts the time that an address has to answer at all. */
    private Duration untilGivenUp(Duration asked, long nowNanos) {
        if (everSucceeded || unreachableSinceNanos.isEmpty()) {
            return asked;
        }
        long left = UNREACHABLE_MAX.toNanos() - (nowNanos - unreachableSinceNanos.get());
        return asked.toNanos() <= left ? asked : Duration.ofNanos(Math.max(0, left));
    }

    private Outcome invalid(Signal signal) {
        sameRefusals = signal.message().equals(lastRefusal) ? sameRefusals + 1 : 1;
        lastRefusal = signal.message();
        if (!everSucceeded && sameRefusals >= SAME_REFUSALS_MAX) {
            return stopped(Outcome.Kind.REFUSED, said("refused " + sameRefusals + " times running", signal));
        }
        return Outcome.of(Outcome.Kind.DEAD, said("invalid request", signal));
    }

    private Outcome stopped(Outcome.Kind kind, String reason) {
        gate.stop(Gate.Stop.forGood(kind, reason));
        return Outcome.of(kind, reason);
    }

    /** Pauses the pool as long as the provider asks, or by backoff; returns the wait. */
    private Duration pause(Signal signal, boolean fresh, String reason, long nowNanos) {
        throttlesInARow = fresh ? throttlesInARow + 1 : throttlesInARow;
        Duration asked = signal.retryAfter().orElseGet(() -> backoff.delay(Math.max(1, throttlesInARow), randomness));
        long jitter = (long) (JITTER.toNanos() * randomness.next());
        gate.pause(nowNanos + asked.toNanos() + jitter, reason, nowNanos);
        return Duration.ofNanos(Math.max(0, gate.pausedUntilNanos() - nowNanos));
    }

    /** Whether the call was sent after the last cut: throttles of one burst are one piece of news. */
    private boolean fresh(Ticket ticket, Verdict verdict, long nowNanos) {
        Long cut = cutNanos.get(verdict);
        boolean fresh = cut == null || ticket.sentNanos() - cut > 0;
        if (fresh) {
            cutNanos.put(verdict, nowNanos);
        }
        return fresh;
    }

    private static Duration longer(Duration wait, Optional<Duration> asked) {
        return asked.isPresent() && asked.get().compareTo(wait) > 0 ? asked.get() : wait;
    }

    private static String reason(Signal signal) {
        return "throttled by "
                + signal.dimension().map(dimension -> dimension.words()).orElse("the rate limit");
    }

    static String said(String what, Signal signal) {
        return signal.message().isEmpty() ? what : what + ": " + signal.message();
    }
}
