package dev.forebay.queue.sqlite;

import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of what happened to jobs. */
final class History {

    private static final String INSERT = """
            INSERT INTO history (job, at, epoch, event, reason, cost_micros)
            VALUES (:job, :at, :epoch, :event, :reason, :cost)
            """;

    private static final String TRIM = """
            DELETE FROM history WHERE job = :job AND entry <=
              (SELECT entry FROM history WHERE job = :job ORDER BY entry DESC LIMIT 1 OFFSET :keep)
            """;

    private static final String LATEST = """
            SELECT at, epoch, event, reason, cost_micros FROM history
            WHERE job = :job ORDER BY entry DESC LIMIT :keep
            """;

    private History() {}

    static void remember(Handle handle, long job, HistoryEntry entry) {
        handle.createUpdate(INSERT)
                .bind("job", job)
                .bind("at", entry.at().toEpochMilli())
                .bind("epoch", entry.epoch())
                .bind("event", entry.event().name())
                .bind("reason", entry.reason())
                .bind("cost", entry.costMicros())
                .execute();
        handle.createUpdate(TRIM)
                .bind("job", job)
                .bind("keep", JobStore.HISTORY_MAX)
                .execute();
    }

    /** The latest entries, oldest first. */
    static List<HistoryEntry> of(Handle handle, long job) {
        List<HistoryEntry> latest = new ArrayList<>(handle.createQuery(LATEST)
                .bind("job", job)
                .bind("keep", JobStore.HISTORY_MAX)
                .map((row, context) -> Rows.history(row))
                .list());
        Collections.reverse(latest);
        return latest;
    }
}
