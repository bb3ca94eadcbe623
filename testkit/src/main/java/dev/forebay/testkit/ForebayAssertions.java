package dev.forebay.testkit;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Snapshot;
import dev.forebay.pool.Snapshot.MeterSnapshot;
import dev.forebay.simulator.Ledger;
import dev.forebay.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What must hold at the end of a test, whatever went wrong in it. Each throws an {@link AssertionError} that shows what was
 * found. Stateless, so thread-safe; {@link #awaitWaiting} blocks, nothing else does.
 */
public final class ForebayAssertions {

    private ForebayAssertions() {}

    /** No pool holds anything: nobody waits, nothing is in flight, and exactly 0 permits are reserved. */
    public static void assertNothingHeld(Forebay forebay) {
        forebay.pools().forEach(ForebayAssertions::assertNothingHeld);
    }

    /**
     * The pool holds nothing: nobody waits, nothing is in flight, and exactly 0 permits are reserved. Holds from the moment at
     * which the last attempt was settled, which is when {@link PoolEvents} tells of it.
     */
    public static void assertNothingHeld(Pool pool) {
        Snapshot snapshot = pool.snapshot();
        List<String> held = new ArrayList<>();
        if (snapshot.waiting() != 0) {
            held.add(snapshot.waiting() + " wait");
        }
        if (snapshot.inFlight() != 0) {
            held.add(snapshot.inFlight() + " in flight");
        }
        for (MeterSnapshot meter : snapshot.meters()) {
            if (meter.reserved() != 0) {
                held.add(
                        meter.reserved() + " of " + meter.dimension().words() + " per " + meter.period() + " reserved");
            }
        }
        if (!held.isEmpty()) {
            throw new AssertionError("pool " + snapshot.pool() + " holds " + held + ": " + snapshot);
        }
    }

    /**
     * Blocks until so many calls wait in the line of the pool, at most {@value ScriptedExchange#PATIENCE_SECONDS} s: before a test
     * moves its clock, or interrupts a thread, the call has to be there.
     */
    public static void awaitWaiting(Pool pool, int calls) {
        Clock real = Clock.system();
        long start = real.nanoTime();
        while (pool.snapshot().waiting() != calls) {
            if (real.nanoTime() - start > TimeUnit.SECONDS.toNanos(ScriptedExchange.PATIENCE_SECONDS)) {
                throw new AssertionError("instead of " + calls + " calls in line: "
                        + pool.snapshot().waiting() + ": " + pool.snapshot());
            }
            Thread.onSpinWait();
        }
    }

    /**
     * The simulated provider answered so many calls in full, none of them twice, and nobody called while told to wait. It knows
     * calls by what they ask, so each needs a prompt of its own.
     *
     * @param ledger from {@code simulator.provider().ledger()}
     * @param calls how many, 0 or more
     */
    public static void assertAnsweredOnce(Ledger ledger, long calls) {
        assertEqual("answered", calls, ledger.answered(), ledger);
        assertEqual("answered twice", 0, ledger.answeredTwice(), ledger);
        assertEqual("sent while told to wait", 0, ledger.earlyAfterRetryAfter(), ledger);
    }

    /**
     * The simulated provider refused at most so many requests for a limit.
     *
     * @param ledger from {@code simulator.provider().ledger()}
     * @param refused the most that is allowed, 0 or more
     */
    public static void assertThrottledAtMost(Ledger ledger, long refused) {
        if (ledger.rejectedTotal() > refused) {
            throw new AssertionError(
                    "throttled: " + ledger.rejectedTotal() + ", allowed are " + refused + ": " + ledger);
        }
    }

    /**
     * What was settled is, to the token, what the simulated provider has counted. Not where a client cannot know what a call used:
     * after a fault such as {@code lost}, or in a stream of OpenAI that was not asked to {@code include_usage}.
     *
     * @param ledger from {@code simulator.provider().ledger()}
     * @param events all that happened in the pools that use this provider
     */
    public static void assertSettledAsCounted(Ledger ledger, PoolEvents events) {
        assertEqual("settled input tokens", ledger.inputTokens(), events.inputTokens(), ledger);
        assertEqual("settled output tokens", ledger.outputTokens(), events.outputTokens(), ledger);
    }

    private static void assertEqual(String what, long expected, long found, Ledger ledger) {
        if (expected != found) {
            throw new AssertionError(what + ": " + found + " instead of " + expected + ": " + ledger);
        }
    }
}
