package dev.forebay.pool;

import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread's calls, each made and given up in a way drawn from its seed. */
final class GivenUpCalls {

    static final Cost COST = Cost.tokens(10, 2);

    /** So many calls of one thread may be under way at once. */
    private static final int PENDING_MAX = 32;

    private static final Usage USAGE = Usage.tokens(9, 1);

    private final Pool pool;
    private final Random random;
    private final boolean forgetful;
    private final Executor hands;
    private final Deque<CompletableFuture<?>> pending = new ArrayDeque<>();

    GivenUpCalls(Pool pool, long seed, boolean forgetful, Executor hands) {
        this.pool = pool;
        this.random = new Random(seed);
        this.forgetful = forgetful;
        this.hands = hands;
    }

    /** Refuses each 17th task, and swallows what the others throw as the threads of a server do. */
    static Executor failing(Executor hands) {
        AtomicInteger tasks = new AtomicInteger();
        return task -> {
            if (tasks.incrementAndGet() % 17 == 0) {
                throw new RejectedExecutionException("refused");
            }
            hands.execute(() -> CompletableFuture.runAsync(task, Runnable::run));
        };
    }

    Integer make(int calls) {
        for (int call = 0; call < calls; call++) {
            try {
                one();
            } catch (Exception | Failure givenUp) {
                // What was given up is gone; a flag that an interrupt left must not reach the next call.
                Thread.interrupted();
            }
            if (pending.size() >= PENDING_MAX) {
                await(pending.remove());
            }
        }
        pending.forEach(GivenUpCalls::await);
        return calls;
    }

    private static void await(CompletableFuture<?> ending) {
        ending.handle((value, failure) -> true).orTimeout(1, TimeUnit.MINUTES).join();
    }

    private void one() throws Exception {
        boolean interrupted = random.nextInt(20) == 0;
        switch (random.nextInt(4)) {
            case 0 -> pool.tryAcquire(COST).ifPresent(this::end);
            case 1 -> {
                interrupt(interrupted);
                end(pool.acquire(COST));
            }
            case 2 -> {
                interrupt(interrupted);
                call(random.nextInt(6));
            }
            default -> later();
        }
        Thread.interrupted();
    }

    private static void interrupt(boolean really) {
        if (really) {
            Thread.currentThread().interrupt();
        }
    }

    private void later() {
        long micros = random.nextInt(200);
        Request request = random.nextInt(4) == 0
                ? Request.of(COST).startWithin(Duration.ofNanos(micros * 1_000))
                : Request.of(COST);
        CompletableFuture<?> asked;
        if (random.nextBoolean()) {
            int way = random.nextInt(6);
            asked = pool.callAsync(request, attempt -> answer(way, attempt));
        } else {
            long seed = random.nextLong();
            CompletableFuture<Reservation> permits = pool.acquireAsync(request);
            // Whoever completes it runs this, so it must not touch what belongs to this thread.
            pending.add(permits.thenAccept(reservation -> end(reservation, new Random(seed))));
            asked = permits;
        }
        pending.add(asked);
        giveUp(asked, micros);
    }

    private void giveUp(CompletableFuture<?> asked, long micros) {
        switch (random.nextInt(5)) {
            case 0 -> asked.cancel(true);
            case 1 -> hands.execute(() -> asked.cancel(false));
            case 2 -> asked.orTimeout(micros, TimeUnit.MICROSECONDS);
            case 3 ->
                asked.whenComplete((value, failure) -> {
                    throw new Failure();
                });
            default -> {}
        }
    }

    private void call(int way) throws Exception {
        pool.call(COST, attempt -> {
            switch (way) {
                case 0 -> throw new IllegalStateException("the code of the call fails");
                case 1 -> throw new Failure();
                case 2 -> attempt.settle(TestPool.said(Verdict.INVALID));
                case 3 -> {
                    attempt.settle(Signal.succeeded(USAGE));
                    throw new IOException("after the answer");
                }
                case 4 -> throw new InterruptedException();
                default -> attempt.settle(Signal.succeeded(USAGE));
            }
            return null;
        });
    }

    private CompletableFuture<String> answer(int way, Attempt attempt) {
        return switch (way) {
            case 0 -> throw new IllegalStateException("the code of the call fails");
            case 1 -> throw new Failure();
            case 2 -> CompletableFuture.failedFuture(new IllegalStateException("the answer fails"));
            case 3 -> CompletableFuture.supplyAsync(() -> "from another thread", hands);
            case 4 -> new CompletableFuture<String>().completeOnTimeout("late", 50, TimeUnit.MICROSECONDS);
            default -> {
                attempt.settle(Signal.succeeded(USAGE));
                yield CompletableFuture.completedFuture("at once");
            }
        };
    }

    private void end(Reservation reservation) {
        end(reservation, random);
    }

    private void end(Reservation reservation, Random ways) {
        switch (ways.nextInt(8)) {
            case 0 -> reservation.cancel();
            case 1 -> reservation.close();
            case 2 -> {
                hands.execute(reservation::close);
                reservation.cancel();
            }
            case 3 -> {
                hands.execute(() -> reservation.settle(USAGE));
                reservation.close();
            }
            case 4 -> {
                hands.execute(reservation::cancel);
                reservation.settle(USAGE);
                throw new Failure();
            }
            case 5 -> forget(reservation, ways);
            default -> {
                reservation.settle(USAGE);
                reservation.close();
            }
        }
    }

    /** Leaves it to the lease, or ends it about when that runs out. */
    private void forget(Reservation reservation, Random ways) {
        if (!forgetful) {
            reservation.cancel();
        } else if (ways.nextInt(8) > 0) {
            CompletableFuture.delayedExecutor(900 + ways.nextInt(400), TimeUnit.MICROSECONDS, hands)
                    .execute(() -> reservation.settle(USAGE));
        }
    }

    /** An error, as code that gives up throws it. */
    private static final class Failure extends Error {

        private static final long serialVersionUID = 1;

        Failure() {
            super("given up", null, false, false);
        }
    }
}
