package dev.forebay.stress;

import dev.forebay.money.Budget;
import java.math.BigDecimal;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Hold and settle of a budget, by three threads, have an order in which each did what it said.
 */
public class BudgetLinearizabilityTest {

    private final Budget budget = Budget.dollars(new BigDecimal("0.000000010"));
    private final long[] held = new long[8];

    /** Whether it fitted. */
    @Operation
    public boolean hold(
            @Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "1:6") int amount) {
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
    public Budget.Room room(@Param(gen = IntGen.class, conf = "1:6") int amount) {
        return budget.room(amount);
    }

    /** What is spent. */
    @Operation
    public long spent() {
        return budget.spentNanoDollars();
    }

    /** What is held. */
    @Operation
    public long heldNow() {
        return budget.heldNanoDollars();
    }

    @Test
    void holdAndSettleAreLinearizable() {
        Linearizability.check(BudgetLinearizabilityTest.class);
    }
}
