package dev.forebay.stress;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Outcome;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Reservation;
import dev.forebay.pool.Snapshot;
import dev.forebay.signal.Usage;
import dev.forebay.time.ManualClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Reserve, settle and cancel of a pool, by three threads, have an order in which each did what it said. Time stands still, so
 * that nothing but the calls changes the state: four may be in flight, and the pace ends at about seven. Two are in flight from
 * the start, which any thread may end.
 *
 * <p>Planted fault that it catches: a settle that looks at the state of its call before it takes the lock.
 */
public class PoolLinearizabilityTest {

    private static final Cost COST = Cost.tokens(10, 2);

    private final Pool pool = Pool.builder("linearizable")
            .clock(new ManualClock())
            .limits(Limits.parse("rpm=2000,itpm=1000000,otpm=1000000").withConcurrency(4))
            .build();
    private final Reservation[] shared = {take(), take()};
    private final List<Deque<Reservation>> own = new ArrayList<>();

    /** A pool in which two calls are in flight. */
    public PoolLinearizabilityTest() {
        for (int thread = 0; thread < 8; thread++) {
            own.add(new ArrayDeque<>());
        }
    }

    private Reservation take() {
        return pool.tryAcquire(COST).orElseThrow();
    }

    /** Whether there were permits. */
    @Operation
    public boolean reserve(@Param(gen = ThreadIdGen.class) int thread) {
        return pool.tryAcquire(COST).map(taken -> own.get(thread).add(taken)).orElse(false);
    }

    /** Ends the oldest call of this thread, if it has one. */
    @Operation
    public String settle(@Param(gen = ThreadIdGen.class) int thread) {
        Reservation oldest = own.get(thread).poll();
        return oldest == null
                ? "none"
                : oldest.settle(Usage.tokens(9, 1)).kind().name();
    }

    /** Takes back the oldest call of this thread, if it has one. */
    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
        Reservation oldest = own.get(thread).poll();
        if (oldest != null) {
            oldest.cancel();
        }
    }

    /** Ends a call that other threads may end too. */
    @Operation
    public Outcome.Kind settleShared(@Param(gen = IntGen.class, conf = "0:1") int call) {
        return shared[call].settle(Usage.tokens(9, 1)).kind();
    }

    /** Takes back a call that other threads may end too. */
    @Operation
    public void cancelShared(@Param(gen = IntGen.class, conf = "0:1") int call) {
        shared[call].cancel();
    }

    /** Calls in flight, and what each meter holds and has left. */
    @Operation
    public String look() {
        Snapshot snapshot = pool.snapshot();
        StringBuilder seen = new StringBuilder().append(snapshot.inFlight());
        snapshot.meters()
                .forEach(meter ->
                        seen.append(' ').append(meter.reserved()).append('/').append(meter.level()));
        return seen.toString();
    }

    @Test
    void reserveSettleAndCancelAreLinearizable() {
        Linearizability.check(PoolLinearizabilityTest.class);
    }
}
