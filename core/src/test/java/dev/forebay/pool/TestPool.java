package dev.forebay.pool;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A pool on a manual clock, all of whose events are kept. */
final class TestPool {

    final ManualClock clock = new ManualClock();
    final List<Event> events = new ArrayList<>();
    final PoolBuilder builder = Pool.builder("test")
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .executor(Runnable::run)
            .listener(events::add);
    final Pool pool;

    TestPool(String limits) {
        this(limits, Metering.AS_PRODUCED);
    }

    TestPool(String limits, Metering metering) {
        pool = builder.limits(limits.isEmpty() ? Limits.unknown() : Limits.parse(limits))
                .metering(metering)
                .build();
    }

    /** Permits that are free now. */
    Reservation take(Cost cost) {
        return pool.tryAcquire(cost)
                .orElseThrow(() -> new AssertionError("refused: " + pool.snapshot() + ", " + pool.stopped()));
    }

    /** Permits as soon as the pool has them, a minute from now at the latest. */
    Reservation await(Cost cost) {
        CompletableFuture<Reservation> asked = ask(cost);
        for (int step = 0; step < 6_000 && !asked.isDone(); step++) {
            clock.advance(Duration.ofMillis(10));
        }
        return asked.orTimeout(0, TimeUnit.SECONDS).join();
    }

    /** Waits in the line for permits. */
    CompletableFuture<Reservation> ask(Cost cost) {
        return pool.acquireAsync(Request.of(cost));
    }

    /** Asks again at the place of an earlier call, as a caller does that was throttled or failed. */
    CompletableFuture<Reservation> again(Reservation earlier, Cost cost) {
        return pool.acquireAsync(Request.of(cost).at(earlier.place()));
    }

    double level(Dimension dimension) {
        return meter(dimension).level();
    }

    Snapshot.MeterSnapshot meter(Dimension dimension) {
        return pool.snapshot().meters().stream()
                .filter(meter -> meter.dimension().equals(dimension))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter of " + dimension));
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static Signal said(Verdict verdict) {
        return Signal.builder(verdict).build();
    }

    static Signal said(Verdict verdict, Duration retryAfter) {
        return Signal.builder(verdict).retryAfter(retryAfter).build();
    }

    static LimitReading reading(Dimension dimension, long limit, long remaining, long rounding) {
        return new LimitReading(dimension, Duration.ofMinutes(1), limit, remaining, rounding, Optional.empty());
    }
}
