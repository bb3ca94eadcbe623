package dev.forebay.queue;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a batch given to {@link JobStore#enqueue}. Immutable.
 *
 * @param inserted jobs that are new
 * @param existing jobs that were there before, with the same fingerprint: nothing to do
 * @param changed jobs whose id was there before with another fingerprint; left as they were
 * @param changedIds the first of those ids, at most {@value #CHANGED_IDS_MAX}
 */
public record Enqueued(int inserted, int existing, int changed, List<String> changedIds) {

    /** Enough for a person to see what happened. */
    public static final int CHANGED_IDS_MAX = 20;

    /** Copies the list. */
    public Enqueued {
        changedIds = List.copyOf(changedIds);
    }

    /** Both together, as for two batches of one input. */
    public Enqueued plus(Enqueued other) {
        List<String> ids = Stream.concat(changedIds.stream(), other.changedIds.stream())
                .limit(CHANGED_IDS_MAX)
                .toList();
        return new Enqueued(inserted + other.inserted, existing + other.existing, changed + other.changed, ids);
    }
}
