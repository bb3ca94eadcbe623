package dev.forebay.queue;

/**
 * Why a work ended. Immutable.
 *
 * @param reason the kind of end
 * @param detail for a person: what stopped the pool, for instance; empty if there is nothing to add
 * @param counts what was done
 */
public record WorkEnd(Reason reason, String detail, WorkCounts counts) {

    /** The kinds of end. */
    public enum Reason {
        /** No job is ready or leased any more. */
        FINISHED,
        /** {@link Work#drain} was called, and what was in flight has ended. */
        DRAINED,
        /** {@link Work#stopNow} was called. */
        STOPPED,
        /** The pool stopped for a reason that passes or can be mended: quota, address. */
        POOL_HELD,
        /** What is left of the pool's budget does not cover the next call. */
        BUDGET_SPENT,
        /** The pool stopped because the provider refuses the key or the model. */
        POOL_REFUSED
    }
}
