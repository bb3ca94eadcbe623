package dev.forebay.stress;

import dev.forebay.limit.SharedConcurrency;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * What two pools do that share their calls in flight, each by any of two threads, has an order in which each did what {@link
 * Model} says. Two may be in flight, of which one is from the start.
 *
 * <p>Planted faults that it catches: a start that looks for room before it takes the lock; an end that counts without the lock.
 */
public class SharedConcurrencyLinearizabilityTest {

    private static final int CALLS = 2;

    private final SharedConcurrency shared = SharedConcurrency.of(CALLS);
    private final SharedConcurrency.Member[] members = {shared.join(() -> {}), shared.join(() -> {})};

    /** Two pools, of which the first has a call in flight. */
    public SharedConcurrencyLinearizabilityTest() {
        if (!members[0].startOrWait()) {
            throw new IllegalStateException("an unused one has no room");
        }
    }

    /** Whether it started. */
    @Operation
    public boolean startOrWait(@Param(gen = IntGen.class, conf = "0:1") int member) {
        return members[member].startOrWait();
    }

    /** Ends a call. */
    @Operation
    public void end(@Param(gen = IntGen.class, conf = "0:1") int member) {
        members[member].end();
    }

    /** Calls in flight. */
    @Operation
    public int inFlight() {
        return shared.inFlight();
    }

    @Test
    void startsAndEndsAreLinearizable() {
        Linearizability.explore(SharedConcurrencyLinearizabilityTest.class, Model.class);
    }

    /** The same without threads: a count, and a list of those who wait. */
    public static final class Model {

        private final List<Integer> line = new ArrayList<>();
        private int inFlight = 1;

        /** See {@link SharedConcurrencyLinearizabilityTest#startOrWait}. */
        public boolean startOrWait(int member) {
            int before = line.contains(member) ? line.indexOf(member) : line.size();
            boolean starts = inFlight + before < CALLS;
            if (starts) {
                inFlight++;
                line.remove(Integer.valueOf(member));
            } else if (!line.contains(member)) {
                line.add(member);
            }
            return starts;
        }

        /** See {@link SharedConcurrencyLinearizabilityTest#end}. */
        public void end(int member) {
            inFlight--;
        }

        /** See {@link SharedConcurrencyLinearizabilityTest#inFlight}. */
        public int inFlight() {
            return inFlight;
        }
    }
}
