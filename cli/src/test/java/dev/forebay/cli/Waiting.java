package dev.forebay.cli;

import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what only a look can tell, as what another process does; the looks are alarms of the clock. */
final class Waiting {

    private static final long SECONDS_MAX = 60;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private static final int LOOKS_AT_REST = 50;

    private Waiting() {}

    static void until(BooleanSupplier reached) throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        look(reached, seen);
        seen.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Waits until so many calls have been billed. */
    static void untilBilled(SimulatorServer provider, long calls) throws Exception {
        until(() -> provider.provider().ledger().billed() >= calls);
    }

    /** Waits until a number has not changed for a good while: what was on its way has arrived by then. */
    static void untilAtRest(LongSupplier number) throws Exception {
        AtomicLong last = new AtomicLong(number.getAsLong());
        AtomicInteger same = new AtomicInteger();
        until(() -> {
            long now = number.getAsLong();
            return last.getAndSet(now) == now ? same.incrementAndGet() > LOOKS_AT_REST : same.getAndSet(0) < 0;
        });
    }

    private static void look(BooleanSupplier reached, CompletableFuture<Boolean> seen) {
        if (reached.getAsBoolean()) {
            seen.complete(true);
        } else if (!seen.isDone()) {
            Clock.system().schedule(BETWEEN_LOOKS, () -> look(reached, seen));
        }
    }
}
