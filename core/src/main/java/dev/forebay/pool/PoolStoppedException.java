package dev.forebay.pool;

/** The pool starts no call any more: quota or budget spent, key refused, or somebody stopped it. */
public final class PoolStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome.Kind kind;

    PoolStoppedException(Outcome.Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    /** {@link Outcome.Kind#HELD} or {@link Outcome.Kind#REFUSED}. */
    public Outcome.Kind kind() {
        return kind;
    }
}
