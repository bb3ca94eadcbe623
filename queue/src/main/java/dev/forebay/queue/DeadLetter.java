package dev.forebay.queue;

import java.util.List;

/**
 * A job that was given up, with all that is known of why. Immutable.
 *
 * @param job as it stands; its reason is the cause of death
 * @param history the last {@link JobStore#HISTORY_MAX} things that happened to it, oldest first
 */
public record DeadLetter(JobSnapshot job, List<HistoryEntry> history) {

    /** Copies the list. */
    public DeadLetter {
        history = List.copyOf(history);
    }
}
