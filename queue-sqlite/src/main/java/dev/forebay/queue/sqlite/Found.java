package dev.forebay.queue.sqlite;

import dev.forebay.queue.Counters;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.sqlite.SqliteAck.Finished;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A job as an ack finds it. */
record Found(long sequence, JobState state, long epoch, long staleEpoch, long costMicros, Counters counters) {

    static final String QUERY = """
            SELECT sequence, state, epoch, stale_epoch, cost_micros, deliveries, attempts, throttles, crashes
            FROM job WHERE id = ?1
            """;

    static Found read(ResultSet row) throws SQLException {
        return new Found(
                row.getLong(1),
                JobState.valueOf(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                new Counters(row.getInt(6), row.getInt(7), row.getInt(8), row.getInt(9)));
    }

    /** A job as its claim leaves it. No earlier lease of it is asked for, so its stale epoch does not matter. */
    static Found inForce(Job job) {
        long epoch = job.lease().epoch();
        return new Found(job.sequence(), JobState.LEASED, epoch, epoch - 1, job.costMicros(), job.counters());
    }

    boolean isInForce(Lease lease) {
        return state == JobState.LEASED && epoch == lease.epoch();
    }

    /** Also a lease that once was, of a job that is still open and still asks the same: its answer was paid for. */
    boolean takes(Lease lease) {
        boolean open = state == JobState.READY || state == JobState.LEASED || state == JobState.HELD;
        return isInForce(lease) || (open && epoch >= lease.epoch() && lease.epoch() > staleEpoch);
    }

    Finished finished(String id, long cost) {
        Counters after =
                new Counters(counters.deliveries(), counters.attempts() + 1, counters.throttles(), counters.crashes());
        return new Finished(id, sequence, epoch, state, after, Math.addExact(costMicros, cost));
    }
}
