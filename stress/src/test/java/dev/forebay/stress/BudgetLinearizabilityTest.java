package dev.forebay.stress;

import dev.forebay.money.Budget;
import java.math.BigDecimal;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Hold and settle of a budget, by two threads, have an order in which each did what it said. The budget is so small that two
 * holds fill it: only at its limit can they get in each other's way.
 *
 * <p>Planted fault that it catches: a hold that looks at the room before it takes the lock.
 */
public class BudgetLinearizabilityTest {

    private final Budget budget = Budget.dollars(new BigDecimal("0.000000002"));
    private final long[] held = new long[8];

    /** Whether it fitted. */
    @Operation
    public boolean hold(
            @Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "1:2") int amount) {
        boolean fits = budget.hold(amount);
        held[thread] += fits ? amount : 0;
        return fits;
    }

    /** Gives back all that this thread holds, of which a part was spent. */
    @Operation
    public void settle(@Param(gen = ThreadIdGen.class) int thread) {
        budget.settle(held[thread], held[thread] / 2);
        held[thread] = 0;
    }

    /** Whether it would fit. */
    @Operation
    public Budget.Room room(@Param(gen = IntGen.class, conf = "1:2") int amount) {
        return budget.room(amount);
    }

    @Test
    void holdAndSettleAreLinearizable() {
        Linearizability.explore(BudgetLinearizabilityTest.class, BudgetLinearizabilityTest.class);
    }
}
