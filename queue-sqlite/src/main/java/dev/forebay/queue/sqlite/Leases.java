package dev.forebay.queue.sqlite;

import dev.forebay.queue.AckWork;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Ending;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.SaveFailedException;
import dev.forebay.queue.Written;
import dev.forebay.queue.sqlite.SqliteTransaction.Finished;
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

/** Claims, and every write under a lease: one conditional UPDATE each, whose row count tells whether the lease was in force. */
final class Leases {

    private static final String CLAIM = """
            UPDATE job SET state = 'LEASED', epoch = epoch + 1, deliveries = deliveries + 1, owner = ?1,
              lease_until = ?2, not_before = 0, reason = NULL
            WHERE id = ?3 AND state = 'READY' AND not_before <= ?4
            RETURNING sequence, priority, epoch, answered, cost_micros,
            """ + Rows.COUNTERS;

    private static final String BEAT = """
            UPDATE job SET lease_until = :until WHERE id = :id AND state = 'LEASED' AND epoch = :epoch
            """;

    private static final String FINISH = """
            UPDATE job SET state = 'DONE', attempts = attempts + 1, cost_micros = cost_micros + ?1, owner = NULL,
              lease_until = 0, not_before = 0, reason = NULL
            WHERE id = ?2 AND
            """;

    private static final String FINISHED = " RETURNING id, sequence, cost_micros, " + Rows.COUNTERS;

    private static final String FINISH_IN_FORCE = FINISH + " state = 'LEASED' AND epoch = ?3" + FINISHED;

    /** A lease that once was, of a job that is still open and still asks the same: its answer was paid for. */
    private static final String ADOPT =
            FINISH + " state IN ('READY', 'LEASED', 'HELD') AND epoch >= ?3 AND ?3 > stale_epoch" + FINISHED;

    private static final String END = """
            UPDATE job SET state = :state, not_before = :due, reason = :reason, owner = NULL, lease_until = 0,
              attempts = attempts + :attempts, throttles = throttles + :throttles, cost_micros = cost_micros + :cost
            WHERE id = :id AND state = 'LEASED' AND epoch = :epoch
            RETURNING sequence
            """;

    private final StoreTime time;
    private final HotStatements hot = new HotStatements();

    Leases(StoreTime time) {
        this.time = time;
    }

    Claim claim(Handle handle, String id, String owner, Duration lease) throws SQLException {
        HotStatements.Row<Job> withoutContent = row -> new Job(
                new Lease(id, row.getLong("epoch")),
                row.getLong("sequence"),
                Rows.priority(row),
                Bytes.empty(),
                Rows.counters(row),
                row.getLong("cost_micros"),
                row.getInt("answered") == 0 ? Optional.empty() : Optional.of(Bytes.empty()));
        Optional<Job> job =
                hot.first(handle, CLAIM, withoutContent, owner, time.millisAfter(lease), id, time.nowMillis());
        return job.isPresent()
                ? new Claim.Claimed(withContent(handle, job.get()))
                : new Claim.Lost(id, state(handle, id));
    }

    private Job withContent(Handle handle, Job job) throws SQLException {
        Bytes payload = hot.first(
                        handle,
                        "SELECT bytes FROM payload WHERE job = ?1",
                        row -> Bytes.of(row.getBytes(1)),
                        job.sequence())
                .orElseThrow();
        Optional<Bytes> answer = job.answer().isPresent() ? Answers.of(handle, job.sequence()) : Optional.empty();
        return new Job(job.lease(), job.sequence(), job.priority(), payload, job.counters(), job.costMicros(), answer);
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
        Optional<Finished> finished = finish(handle, FINISH_IN_FORCE, lease, costMicros);
        boolean adopted = finished.isEmpty();
        if (adopted) {
            finished = finish(handle, ADOPT, lease, costMicros);
        }
        if (finished.isEmpty()) {
            return new Written.Lost(state(handle, lease.jobId()));
        }
        try {
            SqliteTransaction.duringAck(handle, hot, finished.get(), work::write);
        } catch (Exception e) {
            throw Failures.stopsTheStore(e) ? e : new SaveFailedException(lease.jobId(), e);
        } catch (AssertionError e) {
            // intentional: an assertion in a test's write fails that ack, and not the thread that writes
            throw new SaveFailedException(lease.jobId(), e);
        }
        return adopted ? new Written.Adopted() : new Written.Applied();
    }

    private Optional<Finished> finish(Handle handle, String finish, Lease lease, long costMicros) throws SQLException {
        return hot.first(
                handle,
                finish,
                row -> new Finished(
                        row.getString("id"), row.getLong("sequence"), Rows.counters(row), row.getLong("cost_micros")),
                costMicros,
                lease.jobId(),
                lease.epoch());
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

    private static Optional<Long> end(Handle handle, Lease lease, JobState state, Ending ending, long due) {
        return handle.createQuery(END)
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
