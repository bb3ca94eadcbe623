package dev.forebay.queue.sqlite;

import dev.forebay.queue.HistoryEntry;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** What a person does to jobs that no worker has: unhold, retry, cancel, reinstate. */
final class Revival {

    private static final String RETRY = """
            UPDATE job SET state = 'READY', attempts = 0, crashes = 0, reason = NULL, not_before = 0
            WHERE state = 'DEAD'""";

    private static final String REMEMBER = """
            INSERT INTO history (job, at, epoch, event, reason, cost_micros)
            SELECT sequence, :at, epoch, :event, :reason, 0 FROM job WHERE state = :state""";

    private static final String CANCEL = """
            UPDATE job SET state = 'CANCELLED', reason = NULL, not_before = 0 WHERE state IN ('READY', 'HELD')""";

    private static final String REINSTATE = """
            UPDATE job SET state = 'READY', reason = NULL, not_before = 0 WHERE state = 'CANCELLED'""";

    private final StoreTime time;

    Revival(StoreTime time) {
        this.time = time;
    }

    int unholdAll(Handle handle) {
        return handle.execute("UPDATE job SET state = 'READY', reason = NULL, not_before = 0 WHERE state = 'HELD'");
    }

    int retryAllDead(Handle handle) {
        remember(handle, "DEAD", "retried");
        return handle.execute(RETRY);
    }

    int retryDead(Handle handle, Collection<String> ids) {
        int retried = 0;
        for (String id : ids) {
            remember(handle, "DEAD", "retried", id);
            retried +=
                    handle.createUpdate(RETRY + " AND id = :id").bind("id", id).execute();
        }
        return retried;
    }

    int cancelAll(Handle handle) {
        return handle.execute(CANCEL);
    }

    int cancel(Handle handle, Collection<String> ids) {
        int cancelled = 0;
        for (String id : ids) {
            cancelled +=
                    handle.createUpdate(CANCEL + " AND id = :id").bind("id", id).execute();
        }
        return cancelled;
    }

    int reinstateAll(Handle handle) {
        remember(handle, "CANCELLED", "reinstated");
        return handle.execute(REINSTATE);
    }

    int reinstate(Handle handle, Collection<String> ids) {
        int reinstated = 0;
        for (String id : ids) {
            remember(handle, "CANCELLED", "reinstated", id);
            reinstated += handle.createUpdate(REINSTATE + " AND id = :id")
                    .bind("id", id)
                    .execute();
        }
        return reinstated;
    }

    private void remember(Handle handle, String state, String reason) {
        remembering(handle, state, reason, "").execute();
    }

    private void remember(Handle handle, String state, String reason, String id) {
        remembering(handle, state, reason, " AND id = :id").bind("id", id).execute();
    }

    private Update remembering(Handle handle, String state, String reason, String condition) {
        return handle.createUpdate(REMEMBER + condition)
                .bind("at", time.nowMillis())
                .bind("event", HistoryEntry.Event.RETRIED.name())
                .bind("reason", reason)
                .bind("state", state);
    }
}
