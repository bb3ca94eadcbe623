package dev.forebay.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** A call ends while its lease runs out: one of both takes effect, and what was charged is right after either. */
@JCStressTest
@Outcome(id = "SUCCEEDED, 0", expect = ACCEPTABLE, desc = "Settled in time.")
@Outcome(id = "CANCELLED, 0", expect = ACCEPTABLE, desc = "Expired first; the late settle corrected the charge.")
@Outcome(expect = FORBIDDEN, desc = "Both took effect, or none.")
@State
public class SettleAgainstExpiry {

    private final NarrowPool narrow = new NarrowPool();

    /** Ends the call. */
    @Actor
    public void settle(LI_Result result) {
        result.r1 = narrow.flying.settle(NarrowPool.USAGE).kind();
    }

    /** Lets the lease run out. */
    @Actor
    public void expire() {
        narrow.letLeaseRunOut();
    }

    /** Counts what is left, and what was charged beyond the one call. */
    @Arbiter
    public void count(LI_Result result) {
        long used = narrow.pool.snapshot().meters().stream()
                .mapToLong(meter -> meter.usedLastMinute())
                .sum();
        // One request, nine tokens in, one token out.
        result.r2 = narrow.left() + (used == 11 ? 0 : 1_000);
    }
}
