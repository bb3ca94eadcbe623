package dev.forebay.queue.sqlite;

import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Reaped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes leases back whose worker is gone. */
final class Reaper {

    private static final String EXPIRED = """
            SELECT sequence, id, epoch, owner, crashes FROM job
            WHERE state = 'LEASED' AND lease_until <= :until ORDER BY lease_until LIMIT :limit
            """;

    private static final String REAP = """
            UPDATE job SET state = :state, crashes = crashes + 1, reason = :reason, owner = NULL, lease_until = 0
            WHERE sequence = :sequence AND state = 'LEASED' AND epoch = :epoch
            """;

    /** Jobs taken over in one go at the opening; the rest follows in the same transaction. */
    private static final int TAKE_OVER_BATCH = 1_000;

    private final StoreTime time;

    private final Moves moves;

    Reaper(StoreTime time, Moves moves) {
        this.time = time;
        this.moves = moves;
    }

    Reaped reapExpired(Handle handle, int limit) {
        return reap(handle, time.nowMillis(), limit, "its lease ran out under ");
    }

    /** Takes all leases back: whoever has the store's lock knows that no other worker lives. Runs in one transaction. */
    void takeOver(Handle handle) throws SQLException {
        handle.execute("BEGIN IMMEDIATE");
        try {
            Reaped reaped;
            do {
                reaped = reap(handle, Long.MAX_VALUE, TAKE_OVER_BATCH, "its worker died: ");
            } while (reaped.ready().size() + reaped.dead().size() == TAKE_OVER_BATCH);
            moves.keep();
            moves.write(handle, new HotStatements());
            handle.execute("COMMIT");
        } catch (RuntimeException | SQLException e) {
            handle.execute("ROLLBACK");
            throw e;
        }
    }

    private Reaped reap(Handle handle, long until, int limit, String why) {
        List<Expired> expired = handle.createQuery(EXPIRED)
                .bind("until", until)
                .bind("limit", limit)
                .map((row, context) -> new Expired(
                        row.getLong("sequence"),
                        row.getString("id"),
                        row.getLong("epoch"),
                        row.getInt("crashes") + 1,
                        why + row.getString("owner")))
                .list();
        List<String> ready = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (Expired each : expired) {
            boolean last = each.crashes >= JobStore.CRASHES_MAX;
            if (take(handle, each, last ? JobState.DEAD : JobState.READY)) {
                (last ? dead : ready).add(each.id);
            }
        }
        return new Reaped(ready, dead);
    }

    private boolean take(Handle handle, Expired job, JobState next) {
        String reason = job.why + "; crash " + job.crashes;
        int rows = handle.createUpdate(REAP)
                .bind("state", next.name())
                .bind("reason", reason)
                .bind("sequence", job.sequence)
                .bind("epoch", job.epoch)
                .execute();
        if (rows == 0) {
            return false;
        }
        moves.moved(JobState.LEASED, next, 1);
        History.remember(
                handle, job.sequence, new HistoryEntry(time.now(), job.epoch, HistoryEntry.Event.CRASHED, reason, 0));
        return true;
    }

    private record Expired(long sequence, String id, long epoch, int crashes, String why) {}
}
