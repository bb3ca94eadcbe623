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

/** A pool stops while the call before the head of the line ends: the head is told, or has its permits; it never just waits. */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The stop was first; the head was told.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The head was granted first.")
@Outcome(expect = FORBIDDEN, desc = "The head hangs, or permits are held by nobody.")
@State
public class StopAgainstGrant {

    private final NarrowPool narrow = new NarrowPool();
    private final CompletableFuture<Reservation> head = narrow.pool.acquireAsync(Request.of(NarrowPool.COST));

    /** Ends the call in flight. */
    @Actor
    public void settle() {
        narrow.flying.settle(NarrowPool.USAGE);
    }

    /** Stops the pool. */
    @Actor
    public void stop() {
        narrow.pool.stop("enough");
    }

    /** Looks at the head, and counts what is left. */
    @Arbiter
    public void count(ZI_Result result) {
        result.r1 = head.isCompletedExceptionally();
        result.r2 = narrow.left() + (head.isDone() ? 0 : 1_000);
    }
}
