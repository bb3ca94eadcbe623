package dev.forebay.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** The head of the line leaves while the call before it ends: it leaves without its permits, or has them. */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "It left, and nothing stays held.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "It was granted first, and holds its permits.")
@Outcome(expect = FORBIDDEN, desc = "Permits are lost, or held by nobody.")
@State
public class CancelAgainstGrant {

    private final NarrowPool narrow = new NarrowPool();
    private final CompletableFuture<Reservation> head = narrow.pool.acquireAsync(Request.of(NarrowPool.COST));

    /** Ends the call in flight. */
    @Actor
    public void settle() {
        narrow.flying.settle(NarrowPool.USAGE);
    }

    /** Leaves the line. */
    @Actor
    public void leave(ZI_Result result) {
        result.r1 = head.cancel(false);
    }

    /** Counts what is left. */
    @Arbiter
    public void count(ZI_Result result) {
        result.r2 = narrow.left();
    }
}
