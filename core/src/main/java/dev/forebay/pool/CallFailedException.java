package dev.forebay.pool;

import dev.forebay.signal.Signal;

/** A call failed for good, and there is no answer of the provider to return. */
public final class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Signal signal;
    private final int attempts;

    CallFailedException(Signal signal, int attempts) {
        super(signal + " (attempt " + attempts + ")");
        this.signal = signal;
        this.attempts = attempts;
    }

    /** What the last attempt taught. */
    public Signal signal() {
        return signal;
    }

    /** How many attempts were made. */
    public int attempts() {
        return attempts;
    }
}
