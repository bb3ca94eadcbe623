package dev.forebay.pool;

import java.time.Duration;
import java.util.Locale;

/** A call cannot start before its deadline. Immutable. */
public final class DeadlineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration expected;

    DeadlineException(Duration within, Duration expected) {
        super(String.format(
                Locale.ROOT,
                "cannot start within %.1f s; it is expected to start in %.1f s",
                within.toMillis() / 1e3,
                expected.toMillis() / 1e3));
        this.expected = expected;
    }

    /** In what time it would have started, as far as can be told: from the asking, or from the deadline if it has passed. */
    public Duration expected() {
        return expected;
    }
}
