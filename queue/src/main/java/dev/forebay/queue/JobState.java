package dev.forebay.queue;

import java.util.Map;
import java.util.Set;

/**
 * The state of a job. One state stands for one reason why a job does or does not run; a job that waits for a moment is
 * {@link #READY} with a time before which it is not due, and with the reason beside it.
 *
 * <p>Which state may follow which is drawn in {@code docs/job-states.md}; a test holds the two equal. Immutable.
 */
public enum JobState {
    /** Waits to be claimed: at once, or when its delay has passed. */
    READY,
    /** Claimed by one worker, under a lease with an epoch. */
    LEASED,
    /** Finished; the result, if one was stored, was committed with it. Only another request under its id starts it again. */
    DONE,
    /** Given up, with cause, history and cost: a dead letter. Only a person brings it back. */
    DEAD,
    /** Stopped for a reason outside the job, such as a day's quota; a resumed run takes it up again. */
    HELD,
    /** Taken back by the user, who alone brings it back. */
    CANCELLED;

    private static final Map<JobState, Set<JobState>> NEXT = Map.of(
            READY, Set.of(LEASED, DONE, CANCELLED),
            LEASED, Set.of(READY, DONE, DEAD, HELD),
            HELD, Set.of(READY, DONE, CANCELLED),
            DEAD, Set.of(READY),
            DONE, Set.of(READY),
            CANCELLED, Set.of(READY));

    /** The states that may follow this one. */
    public Set<JobState> next() {
        return NEXT.getOrDefault(this, Set.of());
    }

    /** Whether {@code state} may follow this one. */
    public boolean canBecome(JobState state) {
        return next().contains(state);
    }

    /** Whether an answer can still be stored: the job is neither finished nor given up nor taken back. */
    public boolean isOpen() {
        return this == READY || this == LEASED || this == HELD;
    }
}
