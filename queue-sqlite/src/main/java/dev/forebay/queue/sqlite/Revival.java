package dev.forebay.queue.sqlite;

import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobState;
import java.util.Collection;
import java.util.List;
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
            UPDATE job SET state = 'CANCELLED', reason = NULL, not_before = 0 WHERE state = :from""";

    private static final String REINSTATE = """
            UPDATE job SET state = 'READY', reason = NULL, not_before = 0 WHERE state = 'CANCELLED'""";

    private static final List<JobState> CANCELLABLE = List.of(JobState.READY, JobState.HELD);

    private final StoreTime time;
    private final Moves moves;

    Revival(StoreTime time, Moves moves) {
        this.time = time;
        this.moves = moves;
    }

    int unholdAll(Handle handle) {
        return moved(
                JobState.HELD,
                JobState.READY,
                handle.execute("UPDATE job SET state = 'READY', reason = NULL, not_before = 0 WHERE state = 'HELD'"));
    }

    int retryAllDead(Handle handle) {
        remember(handle, "DEAD", "retried");
        return moved(JobState.DEAD, JobState.READY, handle.execute(RETRY));
    }

    int retryDead(Handle handle, Collection<String> ids) {
        int retried = 0;
        for (String id : ids) {
            remember(handle, "DEAD", "retried", id);
            retried +=
                    handle.createUpdate(RETRY + " AND id = :id").bind("id", id).execute();
        }
        return moved(JobState.DEAD, JobState.READY, retried);
    }

    int cancelAll(Handle handle) {
        int cancelled = 0;
        for (JobState from : CANCELLABLE) {
            int jobs = handle.createUpdate(CANCEL).bind("from", from.name()).execute();
            cancelled += moved(from, JobState.CANCELLED, jobs);
        }
        return cancelled;
    }

    int cancel(Handle handle, Collection<String> ids) {
        int cancelled = 0;
        for (JobState from : CANCELLABLE) {
            int jobs = 0;
            for (String id : ids) {
                jobs += handle.createUpdate(CANCEL + " AND id = :id")
                        .bind("from", from.name())
                        .bind("id", id)
                        .execute();
            }
            cancelled += moved(from, JobState.CANCELLED, jobs);
        }
        return cancelled;
    }

    int reinstateAll(Handle handle) {
        remember(handle, "CANCELLED", "reinstated");
        return moved(JobState.CANCELLED, JobState.READY, handle.execute(REINSTATE));
    }

    int reinstate(Handle handle, Collection<String> ids) {
        int reinstated = 0;
        for (String id : ids) {
            remember(handle, "CANCELLED", "reinstated", id);
            reinstated += handle.createUpdate(REINSTATE + " AND id = :id")
                    .bind("id", id)
                    .execute();
        }
        return moved(JobState.CANCELLED, JobState.READY, reinstated);
    }

    private int moved(JobState from, JobState to, int jobs) {
        moves.moved(from, to, jobs);
        return jobs;
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
