package dev.forebay.queue.sqlite;

import dev.forebay.queue.AckWork;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.SaveFailedException;
import dev.forebay.queue.Written;
import dev.forebay.queue.sqlite.SqliteAck.Finished;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Claims, and every write under a lease. Nobody else writes while a transaction of the writer is open, so what a claim or an
 * ack reads of its job still holds when it writes; for all others a conditional UPDATE tells whether the lease was in force.
 */
final class Leases {

    private static final String CLAIMABLE = """
            SELECT sequence, priority, epoch, answered, cost_micros, deliveries, attempts, throttles, crashes, bytes
            FROM job LEFT JOIN payload ON payload.job = job.sequence
            WHERE id = ?1 AND state = 'READY' AND not_before <= ?2
            """;

    private static final String CLAIM = """
            UPDATE job SET state = 'LEASED', epoch = ?1, deliveries = ?2, owner = ?3, lease_until = ?4, not_before = 0,
              reason = NULL
            WHERE sequence = ?5
            """;

    private static final String BEAT = """
            UPDATE job SET lease_until = :until WHERE id = :id AND state = 'LEASED' AND epoch = :epoch
            """;

    private static final String END = """
            UPDATE job SET state = :state, not_before = :due, reason = :reason, owner = NULL, lease_until = 0,
              attempts = attempts + :attempts, throttles = throttles + :throttles, cost_micros = cost_micros + :cost
            WHERE id = :id AND state = 'LEASED' AND epoch = :epoch
            RETURNING sequence
            """;

    private final StoreTime time;
    private final Moves moves;
    private final Claimed claimed;
    private final HotStatements hot = new HotStatements();

    Leases(StoreTime time, Moves moves, Claimed claimed) {
        this.time = time;
        this.moves = moves;
        this.claimed = claimed;
    }

    Claim claim(Handle handle, String id, String owner, Duration lease) throws SQLException {
        Optional<Job> claimable = hot.first(handle, CLAIMABLE, row -> claimed(id, row), id, time.nowMillis());
        if (claimable.isEmpty()) {
            return new Claim.Lost(id, state(handle, id));
        }
        Job job = withAnswer(handle, claimable.get());
        long epoch = job.lease().epoch();
        hot.run(handle, CLAIM, epoch, job.counters().deliveries(), owner, time.millisAfter(lease), job.sequence());
        moves.moved(JobState.READY, JobState.LEASED, 1);
        claimed.remember(id, Found.inForce(job));
        return new Claim.Claimed(job);
    }

    /** The job as the claim will leave it; its answer, if one is kept, is not read yet. */
    private static Job claimed(String id, ResultSet row) throws SQLException {
        byte[] payload = row.getBytes(10);
        if (payload == null) {
            throw new IllegalStateException("job " + id + " has lost its payload");
        }
        return new Job(
                new Lease(id, row.getLong(3) + 1),
                row.getLong(1),
                Rows.priority(row.getInt(2)),
                Bytes.of(payload),
                new Counters(row.getInt(6) + 1, row.getInt(7), row.getInt(8), row.getInt(9)),
                row.getLong(5),
                row.getInt(4) == 0 ? Optional.empty() : Optional.of(Bytes.empty()));
    }

    private static Job withAnswer(Handle handle, Job job) {
        return job.answer().isEmpty()
                ? job
                : new Job(
                        job.lease(),
                        job.sequence(),
                        job.priority(),
                        job.payload(),
                        job.counters(),
                        job.costMicros(),
                        Answers.of(handle, job.sequence()));
    }

    Set<Lease> heartbeat(Handle handle, Collection<Lease> leases, Duration lease) {
        List<Lease> beaten = new ArrayList<>(leases);
        Set<Lease> lost = new HashSet<>();
        if (beaten.isEmpty()) {
            return lost;
        }
        long until = time.millisAfter(lease);
        int[] counts;
        try (PreparedBatch batch = handle.prepareBatch(BEAT)) {
            for (Lease each : beaten) {
                batch.bind("until", until)
                        .bind("id", each.jobId())
                        .bind("epoch", each.epoch())
                        .add();
            }
            counts = batch.execute();
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                lost.add(beaten.get(i));
            }
        }
        return lost;
    }

    Written ack(Handle handle, Lease lease, long costMicros, AckWork work) throws Exception {
        Optional<Found> read = claimed.of(lease);
        if (read.isEmpty()) {
            read = hot.first(handle, Found.QUERY, Found::read, lease.jobId());
        }
        if (read.isEmpty() || !read.get().takes(lease)) {
            return new Written.Lost(read.map(Found::state));
        }
        Found found = read.get();
        Finished finished = found.finished(lease.jobId(), costMicros);
        try {
            SqliteAck.write(handle, hot, claimed, finished, work::write);
        } catch (Exception e) {
            claimed.forget(lease.jobId());
            throw Failures.stopsTheStore(e) ? e : new SaveFailedException(lease.jobId(), e);
        } catch (AssertionError e) {
            // intentional: an assertion in a test's write fails that ack, and not the thread that writes
            throw new SaveFailedException(lease.jobId(), e);
        }
        moves.moved(found.state(), JobState.DONE, 1);
        claimed.forget(lease.jobId());
        return found.isInForce(lease) ? new Written.Applied() : new Written.Adopted();
    }

    Written keepAnswer(Handle handle, Lease lease, Bytes raw) {
        Optional<Long> job = handle.createQuery(
                        "UPDATE job SET answered = 1 WHERE id = :id AND state = 'LEASED' AND epoch = :epoch"
                                + " RETURNING sequence")
                .bind("id", lease.jobId())
                .bind("epoch", lease.epoch())
                .mapTo(Long.class)
                .findOne();
        job.ifPresent(sequence -> Answers.keep(handle, sequence, raw));
        return written(handle, lease, job);
    }

    Written release(Handle handle, Lease lease, Ending ending, Duration delay) {
        long due = delay.isZero() ? 0 : time.millisAfter(delay);
        Optional<Long> job = end(handle, lease, JobState.READY, ending, due);
        if (ending.raises() == Ending.Raises.ATTEMPT) {
            job.ifPresent(sequence -> remember(handle, sequence, lease, HistoryEntry.Event.FAILED, ending));
        }
        return written(handle, lease, job);
    }

    Written bury(Handle handle, Lease lease, Ending cause) {
        Optional<Long> job = end(handle, lease, JobState.DEAD, cause, 0);
        job.ifPresent(sequence -> remember(handle, sequence, lease, HistoryEntry.Event.BURIED, cause));
        return written(handle, lease, job);
    }

    Written hold(Handle handle, Lease lease, Ending reason) {
        Optional<Long> job = end(handle, lease, JobState.HELD, reason, 0);
        job.ifPresent(sequence -> remember(handle, sequence, lease, HistoryEntry.Event.HELD, reason));
        return written(handle, lease, job);
    }

    private Optional<Long> end(Handle handle, Lease lease, JobState state, Ending ending, long due) {
        Optional<Long> job = handle.createQuery(END)
                .bind("state", state.name())
                .bind("due", due)
                .bind("reason", ending.reason())
                .bind("attempts", ending.raises() == Ending.Raises.ATTEMPT ? 1 : 0)
                .bind("throttles", ending.raises() == Ending.Raises.THROTTLE ? 1 : 0)
                .bind("cost", ending.costMicros())
                .bind("id", lease.jobId())
                .bind("epoch", lease.epoch())
                .mapTo(Long.class)
                .findOne();
        job.ifPresent(sequence -> moves.moved(JobState.LEASED, state, 1));
        return job;
    }

    private void remember(Handle handle, long job, Lease lease, HistoryEntry.Event event, Ending ending) {
        History.remember(
                handle, job, new HistoryEntry(time.now(), lease.epoch(), event, ending.reason(), ending.costMicros()));
    }

    private static Written written(Handle handle, Lease lease, Optional<Long> job) {
        return job.isPresent() ? new Written.Applied() : new Written.Lost(state(handle, lease.jobId()));
    }

    private static Optional<JobState> state(Handle handle, String id) {
        return handle.createQuery("SELECT state FROM job WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> JobState.valueOf(row.getString(1)))
                .findOne();
    }
}
