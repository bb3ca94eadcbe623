package dev.forebay.bench.speed;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A hundred thousand calls that wait, as futures or as virtual threads: the heap that they take, and the processor's time while
 * nothing happens.
 */
final class Waiters {

    private static final int WAITERS = 100_000;
    private static final Duration WATCHED = Duration.ofSeconds(10);
    private static final Cost COST = Cost.tokens(10, 2);

    private Waiters() {}

    /** Takes {@code futures} or {@code threads}. */
    public static void main(String[] arguments) throws InterruptedException {
        String kind = arguments.length == 1 ? arguments[0] : "";
        if (!kind.equals("futures") && !kind.equals("threads")) {
            System.err.println("which waiters? futures or threads");
            System.exit(2);
        }
        // The second call is due in a minute, so that an alarm is armed and nothing else happens.
        Pool pool = Pool.builder("waiters").limits(Limits.parse("rpm=1")).build();
        pool.acquire(COST).close();
        long before = usedBytes();
        List<Object> kept = kind.equals("futures") ? futures(pool) : threads(pool);
        double used = (usedBytes() - before) / (1024.0 * 1024.0);
        long processorBefore = processorNanos();
        // Nothing is to happen: the wait ends by its time.
        if (new CountDownLatch(1).await(WATCHED.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a latch that nobody counts down");
        }
        double share = 100.0 * (processorNanos() - processorBefore) / WATCHED.toNanos();
        System.out.println(String.format(
                Locale.ROOT,
                "%,d waiting calls as %s: %.0f MB of heap, %.2f %% of one processor while they wait (%d in line)",
                kept.size(),
                kind,
                used,
                share,
                pool.snapshot().waiting()));
        System.exit(0);
    }

    private static List<Object> futures(Pool pool) {
        List<Object> waiting = new ArrayList<>();
        for (int waiter = 0; waiter < WAITERS; waiter++) {
            CompletableFuture<Reservation> asked = pool.acquireAsync(Request.of(COST));
            waiting.add(asked);
        }
        return waiting;
    }

    private static List<Object> threads(Pool pool) throws InterruptedException {
        List<Object> waiting = new ArrayList<>();
        for (int waiter = 0; waiter < WAITERS; waiter++) {
            waiting.add(Thread.startVirtualThread(() -> acquire(pool)));
        }
        while (pool.snapshot().waiting() < WAITERS) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    private static void acquire(Pool pool) {
        try {
            pool.acquire(COST).close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
