package dev.forebay.pool;

import java.time.Duration;

/**
 * What follows for a call from its {@link dev.forebay.signal.Signal}, seen together with how the pool fares. Immutable.
 *
 * @param kind what to do with the call
 * @param reason for a person: "throttled by input tokens"
 * @param delay how long the call will wait at least; for {@link Kind#THROTTLED} and {@link Kind#FAILED} only
 * @param paused whether the pool itself waits so long; if not, the call must wait by itself before it asks again
 */
public record Outcome(Kind kind, String reason, Duration delay, boolean paused) {

    /** What to do. */
    public enum Kind {
        /** Return the answer. */
        SUCCEEDED,

        /** Ask again at the same place in the line. No attempt was used. */
        THROTTLED,

        /** An attempt was used: try again after a backoff, if any attempts are left. */
        FAILED,

        /** An attempt was used, and no other will succeed. */
        DEAD,

        /** The pool stopped for a reason that passes or that somebody can mend: quota, money, an unreachable address. */
        HELD,

        /** The pool stopped because the provider refuses the key or the model. */
        REFUSED,

        /** The caller gave it up. */
        CANCELLED
    }

    static final Outcome SUCCEEDED = of(Kind.SUCCEEDED, "");

    static Outcome of(Kind kind, String reason) {
        return new Outcome(kind, reason, Duration.ZERO, false);
    }
}
