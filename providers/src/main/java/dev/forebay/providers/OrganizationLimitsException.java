package dev.forebay.providers;

import dev.forebay.signal.Verdict;

/** The limits of an organization could not be read. The message is one line: what is wrong, and what to do. */
public final class OrganizationLimitsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    OrganizationLimitsException(Verdict verdict, String message) {
        super(message);
        this.verdict = verdict;
    }

    /**
     * Why: {@link Verdict#UNAUTHORIZED} for a key that is refused, {@link Verdict#NOT_FOUND} for a project, workspace, model or
     * address that is not there, {@link Verdict#INVALID} for an answer of another form or a limit of zero, and whatever else the
     * last answer meant. The same may succeed later unless it is one of these three.
     */
    public Verdict verdict() {
        return verdict;
    }

    /** Whether asking again later may help: the provider was busy, failed or was not reached. */
    public boolean isPassing() {
        return switch (verdict) {
            case UNAUTHORIZED, NOT_FOUND, INVALID, TOO_LARGE, CANCELLED, SUCCEEDED -> false;
            case THROTTLED_RATE,
                    THROTTLED_CONCURRENCY,
                    THROTTLED_GROWTH,
                    OVERLOADED,
                    TRANSIENT,
                    UNREACHABLE,
                    QUOTA_EXHAUSTED -> true;
        };
    }
}
