package dev.forebay.queue.sqlite;

import dev.forebay.queue.HistoryEntry;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** What a person does to jobs that no worker has: unhold, retry, cancel. */
final class Revival {

    private static final String RETRY = """
            UPDATE job SET state = 'READY', attempts = 0, crashes = 0, reason = NULL, not_before = 0
            WHERE state = 'DEAD'""";

    private static final String REMEMBER = """
            INSERT INTO history (job, at, epoch, event, reason, cost_micros)
            SELECT sequence, :at, epoch, :event, 'retried', 0 FROM job WHERE state = 'DEAD'""";

    private final StoreTime time;

    Revival(StoreTime time) {
        this.time = time;
    }

    int unholdAll(Handle handle) {
        return handle.execute("UPDATE job SET state = 'READY', reason = NULL, not_before = 0 WHERE state = 'HELD'");
    }

    int retryAllDead(Handle handle) {
        handle.createUpdate(REMEMBER)
                .bind("at", time.nowMillis())
                .bind("event", HistoryEntry.Event.RETRIED.name())
                .execute();
        return handle.execute(RETRY);
    }

    int retryDead(Handle handle, Collection<String> ids) {
        int retried = 0;
        for (String id : ids) {
            handle.createUpdate(REMEMBER + " AND id = :id")
                    .bind("at", time.nowMillis())
                    .bind("event", HistoryEntry.Event.RETRIED.name())
                    .bind("id", id)
                    .execute();
            retried +=
                    handle.createUpdate(RETRY + " AND id = :id").bind("id", id).execute();
        }
        return retried;
    }

    int cancel(Handle handle, Collection<String> ids) {
        int cancelled = 0;
        for (String id : ids) {
            cancelled += handle.createUpdate("""
                    UPDATE job SET state = 'CANCELLED', reason = NULL, not_before = 0
                    WHERE id = :id AND state IN ('READY', 'HELD')
                    """).bind("id", id).execute();
        }
        return cancelled;
    }
}
