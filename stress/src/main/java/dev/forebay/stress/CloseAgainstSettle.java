package dev.forebay.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** A reservation is closed by one thread while another settles it, as when a caller gives up: one of both takes effect. */
@JCStressTest
@Outcome(id = "SUCCEEDED, 0", expect = ACCEPTABLE, desc = "The settle was first.")
@Outcome(id = "CANCELLED, 0", expect = ACCEPTABLE, desc = "The close was first.")
@Outcome(expect = FORBIDDEN, desc = "Both took effect, or none.")
@State
public class CloseAgainstSettle {

    private final NarrowPool narrow = new NarrowPool();

    /** Ends the call with its usage. */
    @Actor
    public void settle(LI_Result result) {
        result.r1 = narrow.flying.settle(NarrowPool.USAGE).kind();
    }

    /** Gives it up. */
    @Actor
    public void close() {
        narrow.flying.close();
    }

    /** Counts what is left, and whether one end was counted. */
    @Arbiter
    public void count(LI_Result result) {
        long ends = narrow.pool.snapshot().outcomes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        result.r2 = narrow.left() + (ends == 1 ? 0 : 1_000);
    }
}
