package dev.forebay.pool;

/** The pool starts no call any more: quota or budget spent, key refused, or somebody stopped it. */
public final class PoolStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome.Kind kind;
    private final boolean budgetSpent;

    PoolStoppedException(Outcome.Kind kind, String reason) {
        this(kind, reason, false);
    }

    private PoolStoppedException(Outcome.Kind kind, String reason, boolean budgetSpent) {
        super(reason);
        this.kind = kind;
        this.budgetSpent = budgetSpent;
    }

    /** What is left of the budget does not cover the next call. */
    static PoolStoppedException ofBudget() {
        return new PoolStoppedException(
                Outcome.Kind.HELD,
                "the budget is spent: what is left does not cover the worst case of the next call",
                true);
    }

    /** {@link Outcome.Kind#HELD} or {@link Outcome.Kind#REFUSED}. */
    public Outcome.Kind kind() {
        return kind;
    }

    /** Whether it is our own budget that stopped the pool: nothing helps but a larger one. */
    public boolean isBudgetSpent() {
        return budgetSpent;
    }
}
