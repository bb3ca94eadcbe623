package dev.forebay.pool;

import dev.forebay.signal.Dimension;

/** The call asks for more than a limit gives in a whole period; waiting will not help. */
public final class ImpossibleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Dimension dimension;
    private final long limit;

    ImpossibleException(Dimension dimension, long limit) {
        super("the call needs more " + dimension.words() + " than the limit of " + limit + " gives in a whole period");
        this.dimension = dimension;
        this.limit = limit;
    }

    /** Which limit. */
    public Dimension dimension() {
        return dimension;
    }

    /** What it gives in a period, in permits. */
    public long limit() {
        return limit;
    }
}
