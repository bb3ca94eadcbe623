package dev.forebay.queue.sqlite;

import dev.forebay.queue.AckTransaction;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.JobState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * One ack: the user's code, and what it writes. Result and answer are kept until that code has returned, so that the ack of
 * nearly every job needs no savepoint, which costs as much as its writes; only one that writes anything else gets one.
 * Confined to the writer's thread.
 */
final class SqliteAck extends SqliteTransaction implements AckTransaction {

    /** SQLite takes no more in one value; refused here, where nothing has been written yet. */
    private static final int BYTES_MAX = 999_000_000;

    private static final String FINISH = """
            UPDATE job SET state = 'DONE', attempts = ?1, cost_micros = ?2, owner = NULL, lease_until = 0, not_before = 0,
              reason = NULL
            WHERE sequence = ?3 AND epoch = ?4 AND state = ?5
            """;

    private static final String RESULT = "INSERT INTO result (job, bytes) VALUES (?1, ?2) ON CONFLICT (job) DO NOTHING";

    private final HotStatements hot;
    private final Finished job;
    private @Nullable Bytes result;
    private @Nullable Bytes answer;
    private boolean finished;
    private boolean inSavepoint;

    /** A row that is no more as it was read: somebody has changed it by a statement of their own. */
    private static final class ChangedByAnother extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedByAnother(String job) {
            super("job " + job + " was changed by another while it was acknowledged");
        }
    }

    /** The job, as the ack will leave it. */
    record Finished(String jobId, long sequence, long epoch, JobState from, Counters counters, long costMicros) {}

    private SqliteAck(Handle handle, HotStatements hot, Claimed claimed, Finished job, AtomicBoolean valid) {
        super(handle, claimed, valid);
        this.hot = hot;
        this.job = job;
    }

    /** Runs the user's code and writes the ack; what throws leaves nothing of either behind. */
    static void write(Handle handle, HotStatements hot, Claimed claimed, Finished job, Body<AckTransaction> body)
            throws Exception {
        AtomicBoolean valid = new AtomicBoolean(true);
        SqliteAck ack = new SqliteAck(handle, hot, claimed, job, valid);
        try {
            if (claimed.isConnectionOut()) {
                // A statement that was made of it lives on, and may write in any ack.
                ack.enterSavepoint();
            }
            body.run(ack);
        } catch (Exception | AssertionError e) {
            if (!Failures.stopsTheStore(e)) {
                ack.takeBack();
            }
            throw e;
        } finally {
            valid.set(false);
        }
        ack.end();
    }

    @Override
    public String jobId() {
        return job.jobId();
    }

    @Override
    public Counters counters() {
        return job.counters();
    }

    @Override
    public long costMicros() {
        return job.costMicros();
    }

    @Override
    public void storeResult(Bytes bytes) {
        check(bytes);
        if (inSavepoint) {
            run(RESULT, bytes);
        } else if (result == null) {
            result = bytes;
        }
    }

    @Override
    public void storeAnswer(Bytes raw) {
        check(raw);
        if (inSavepoint) {
            run(Answers.KEEP, raw);
        } else {
            answer = raw;
        }
    }

    @Override
    public void put(String name, Bytes value) {
        checkValid();
        enterSavepoint();
        super.put(name, value);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        checkValid();
        if (type == Connection.class) {
            enterSavepoint();
        }
        return super.unwrap(type);
    }

    private void check(Bytes bytes) {
        checkValid();
        if (bytes.size() > BYTES_MAX) {
            throw new IllegalArgumentException(bytes.size() + " bytes for one job; at most " + BYTES_MAX);
        }
    }

    private void enterSavepoint() {
        if (inSavepoint) {
            return;
        }
        try {
            hot.run(handle, "SAVEPOINT forebay_ack");
            inSavepoint = true;
            finish();
        } catch (SQLException e) {
            throw asTheLibraryPutsIt(e);
        }
    }

    private void takeBack() {
        if (!inSavepoint) {
            return;
        }
        try {
            hot.run(handle, "ROLLBACK TO forebay_ack");
            hot.run(handle, "RELEASE forebay_ack");
        } catch (SQLException e) {
            throw new Failures.HalfWritten(job.jobId(), e);
        }
    }

    private void end() {
        if (inSavepoint && !finished) {
            // The user's code has swallowed the failure: without its own writes this is no ack.
            takeBack();
            throw new IllegalStateException("the ack of job " + job.jobId() + " could not be written");
        }
        try {
            if (inSavepoint) {
                hot.run(handle, "RELEASE forebay_ack");
            } else {
                finish();
            }
        } catch (ChangedByAnother e) {
            // Nothing has been written yet.
            throw e;
        } catch (SQLException | RuntimeException e) {
            // Nothing takes back the part that is written, so nothing of this group of acks may be committed.
            throw new Failures.HalfWritten(job.jobId(), e);
        }
    }

    private void finish() throws SQLException {
        int jobs = hot.run(
                handle,
                FINISH,
                job.counters().attempts(),
                job.costMicros(),
                job.sequence(),
                job.epoch(),
                job.from().name());
        if (jobs != 1) {
            throw new ChangedByAnother(job.jobId());
        }
        if (answer != null) {
            hot.run(handle, Answers.KEEP, job.sequence(), answer.toArray());
        }
        if (result != null) {
            hot.run(handle, RESULT, job.sequence(), result.toArray());
        }
        finished = true;
    }

    private void run(String statement, Bytes bytes) {
        try {
            hot.run(handle, statement, job.sequence(), bytes.toArray());
        } catch (SQLException e) {
            throw asTheLibraryPutsIt(e);
        }
    }

    /** So that what is looked for in the cause is found. */
    private static RuntimeException asTheLibraryPutsIt(SQLException e) {
        return new UnableToExecuteStatementException(e, null);
    }
}
