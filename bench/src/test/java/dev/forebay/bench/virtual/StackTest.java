package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Snapshot;
import dev.forebay.pool.Why;
import dev.forebay.queue.WorkCounts;
import dev.forebay.queue.WorkEnd;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten seeds of 5,000 calls in virtual time, and what must hold in each:
 *
 * <ul>
 *   <li>T1 ceiling: without headers, no interval sees more starts than burst + rate x time. <em>Caught: a bucket that starts
 *       with twice its burst.</em>
 *   <li>T2 ledger: at rest nothing is in flight and nothing is reserved. <em>Caught: a settle that forgets one meter.</em>
 *   <li>T5 extend only: no call is granted between a throttle and the end of its pause. <em>Caught: a pause that a shorter
 *       one replaces.</em>
 *   <li>T8 no idle fit: whenever something waits, something binds. <em>Caught: a settle that does not look at the
 *       line.</em>
 *   <li>T13 settle once: each grant has exactly one end. <em>Caught: a second settle that charges again.</em>
 * </ul>
 */
class StackTest {

    private static final int CALLS = 5_000;
    private static final String LIMITS = "rpm=1200,itpm=120000,otpm=120000,burst=10s";

    /** A fifth of what the limits are usually met with, and a fifth of the input limit: the same run, in a fifth of the text. */
    private static final int MEDIAN_CHARACTERS = 1_000;

    private static SimulatorOptions.Builder options(long seed) {
        return SimulatorOptions.builder()
                .limits(dev.forebay.simulator.limit.Limits.parse(LIMITS))
                .latency(Latency.around(Duration.ofSeconds(1)))
                .seed(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void drainsAtTheLimit(long seed) {
        boolean faulty = seed > 7;
        boolean told = seed % 2 == 0;
        SimulatorOptions.Builder options = options(seed);
        if (faulty) {
            options.faults(FaultPlan.parse("529=0.03,500=0.01,lost=0.005,hang=0.005"));
        }
        VirtualStack stack = new VirtualStack(
                options.build(), told ? Limits.parse("rpm=1200,itpm=120k,otpm=120k") : Limits.unknown(), seed);
        WorkEnd end = stack.drain(Prompts.lognormal(CALLS, MEDIAN_CHARACTERS, seed), () -> noIdleFit(stack))
                .done()
                .toCompletableFuture()
                .join();
        Ledger ledger = stack.simulated.ledger();
        System.out.printf(
                Locale.ROOT,
                "seed %d: %d calls, limits %s%s: share %.2f %%, 429s %d, %s%n",
                seed,
                CALLS,
                told ? "given" : "unknown",
                faulty ? ", faults" : "",
                ledger.share() * 100,
                ledger.rejectedTotal(),
                Duration.ofNanos(stack.clock.elapsedNanos()));
        assertEquals(WorkEnd.Reason.FINISHED, end.reason());
        assertEquals(CALLS, end.counts().succeeded());
        nothingHeldAtRest(stack.pool.snapshot());
        pausesAreKept(stack);
        eachGrantHasOneEnd(stack, end.counts());
        assertEquals(0, ledger.earlyAfterRetryAfter());
        assertTrue(ledger.rejectedTotal() <= CALLS / 1_000, () -> "429s: " + ledger.rejected());
        long paidInVain = ledger.faults("lost") + ledger.faults("hang");
        assertTrue(ledger.billedTwice() <= paidInVain, () -> ledger.billedTwice() + " billed twice");
        assertTrue(ledger.share() >= (faulty ? 0.85 : 0.97), () -> "share " + ledger.share());
    }

    /** T1: the requests bind, nobody tells us anything, and all is counted from our own sends. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverMoreThanBurstAndRate(long seed) {
        SimulatorOptions blind = options(seed).headers(HeaderProfile.NONE).build();
        VirtualStack stack = new VirtualStack(blind, Limits.parse("rpm=600,burst=5s"), seed);
        stack.drain(Prompts.lognormal(1_000, MEDIAN_CHARACTERS, seed), () -> {});
        long burst = 50;
        double perNano = 600 / 60e9;
        List<Long> sent = stack.sentNanos;
        double highest = 0;
        double lowest = Double.MAX_VALUE;
        for (int index = 0; index < sent.size(); index++) {
            double ahead = index - perNano * sent.get(index);
            lowest = Math.min(lowest, ahead);
            highest = Math.max(highest, ahead + 1 - lowest);
        }
        double most = highest;
        assertTrue(
                most <= burst + 1e-6, () -> most + " starts beyond the rate in some interval; the burst is " + burst);
        assertTrue(most > burst * 0.5, () -> "the burst was never used: " + most);
    }

    /** T8. */
    private static void noIdleFit(VirtualStack stack) {
        Why why = stack.pool.why();
        assertTrue(why.waiting() == 0 || !why.binding().isEmpty(), () -> "something waits and nothing binds: " + why);
    }

    /** T2. */
    private static void nothingHeldAtRest(Snapshot snapshot) {
        assertEquals(0, snapshot.inFlight());
        assertEquals(0, snapshot.waiting());
        for (Snapshot.MeterSnapshot meter : snapshot.meters()) {
            assertEquals(0.0, meter.reserved(), meter::toString);
        }
    }

    /** T5. */
    private static void pausesAreKept(VirtualStack stack) {
        long pausedUntil = 0;
        for (int index = 0; index < stack.events.size(); index++) {
            long now = stack.eventNanos.get(index);
            if (stack.events.get(index) instanceof Event.Paused paused) {
                long until = now + paused.pause().toNanos();
                assertTrue(until >= pausedUntil, "a pause was shortened");
                pausedUntil = until;
            }
            boolean granted = stack.events.get(index) instanceof Event.Granted;
            assertTrue(!granted || now >= pausedUntil, "a call was granted in a pause");
        }
    }

    /** T13. */
    private static void eachGrantHasOneEnd(VirtualStack stack, WorkCounts counts) {
        long granted =
                stack.events.stream().filter(Event.Granted.class::isInstance).count();
        long settled =
                stack.events.stream().filter(Event.Settled.class::isInstance).count();
        long cancelled =
                stack.events.stream().filter(Event.Cancelled.class::isInstance).count();
        assertEquals(granted, settled + cancelled);
        assertEquals(counts.calls(), settled);
    }

    /** The same seed gives the same run, to the nanosecond. */
    @Test
    void theSameSeedGivesTheSameRun() {
        assertEquals(tape(42), tape(42));
    }

    private static List<Long> tape(long seed) {
        VirtualStack stack = new VirtualStack(options(seed).build(), Limits.unknown(), seed);
        stack.drain(Prompts.lognormal(200, MEDIAN_CHARACTERS, seed), () -> {});
        return stack.sentNanos;
    }

    @Test
    void anOutageKillsNoJob() {
        SimulatorOptions options =
                options(3).faults(FaultPlan.parse("529=1@20s+60s")).build();
        VirtualStack stack = new VirtualStack(options, Limits.unknown(), 3);
        WorkEnd end = stack.drain(Prompts.lognormal(2_000, MEDIAN_CHARACTERS, 3), () -> noIdleFit(stack))
                .done()
                .toCompletableFuture()
                .join();
        assertEquals(2_000, end.counts().succeeded());
        assertEquals(0, end.counts().dead());
        assertEquals(0, end.counts().retried());
        System.out.printf(
                Locale.ROOT,
                "outage: %d of 529 in 60 s, %s in all%n",
                stack.simulated.ledger().faults("529"),
                Duration.ofNanos(stack.clock.elapsedNanos()));
        assertTrue(stack.simulated.ledger().faults("529") < 100, "the provider was hammered while it was down");
    }
}
