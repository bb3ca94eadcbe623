package dev.forebay.queue.sqlite;

import dev.forebay.queue.AckTransaction;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** A transaction of the writer, open during one call of the user's code. Confined to the writer's thread. */
class SqliteTransaction implements Transaction {

    private static final String PUT = """
            INSERT INTO value (name, bytes) VALUES (:name, :bytes)
            ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes
            """;

    final Handle handle;
    private final AtomicBoolean valid;

    private SqliteTransaction(Handle handle, AtomicBoolean valid) {
        this.handle = handle;
        this.valid = valid;
    }

    /** What the user's code does. */
    @FunctionalInterface
    interface Body<T extends Transaction> {
        void run(T transaction) throws Exception;
    }

    static void during(Handle handle, Body<Transaction> body) throws Exception {
        AtomicBoolean valid = new AtomicBoolean(true);
        try {
            body.run(new SqliteTransaction(handle, valid));
        } finally {
            valid.set(false);
        }
    }

    static void duringAck(Handle handle, HotStatements hot, Finished job, Body<AckTransaction> body) throws Exception {
        AtomicBoolean valid = new AtomicBoolean(true);
        try {
            body.run(new Ack(handle, hot, valid, job));
        } finally {
            valid.set(false);
        }
    }

    /** Whether that changed anything. */
    static boolean put(Handle handle, String name, Bytes value) {
        return handle.createUpdate(PUT)
                        .bind("name", name)
                        .bind("bytes", value.toArray())
                        .execute()
                > 0;
    }

    static Optional<Bytes> value(Handle handle, String name) {
        return handle.createQuery("SELECT bytes FROM value WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> Bytes.of(row.getBytes(1)))
                .findOne();
    }

    @Override
    public void put(String name, Bytes value) {
        checkValid();
        put(handle, name, value);
    }

    @Override
    public Optional<Bytes> value(String name) {
        checkValid();
        return value(handle, name);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        checkValid();
        return type == Connection.class
                ? Optional.of(type.cast(GuardedConnection.around(handle.getConnection(), valid)))
                : Optional.empty();
    }

    final void checkValid() {
        if (!valid.get()) {
            throw new IllegalStateException("the transaction is over; it was valid only during the write");
        }
    }

    /** The job that an ack finishes, as the ack left it. */
    record Finished(String jobId, long sequence, Counters counters, long costMicros) {}

    private static final class Ack extends SqliteTransaction implements AckTransaction {
        private final HotStatements hot;
        private final Finished job;

        Ack(Handle handle, HotStatements hot, AtomicBoolean valid, Finished job) {
            super(handle, valid);
            this.hot = hot;
            this.job = job;
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
        public void storeResult(Bytes result) {
            checkValid();
            run("INSERT INTO result (job, bytes) VALUES (?1, ?2) ON CONFLICT (job) DO NOTHING", result);
        }

        @Override
        public void storeAnswer(Bytes raw) {
            checkValid();
            run(Answers.KEEP, raw);
        }

        private void run(String statement, Bytes bytes) {
            try {
                hot.run(handle, statement, job.sequence(), bytes.toArray());
            } catch (SQLException e) {
                // As the library would put it, so that what is looked for in the cause is found.
                throw new UnableToExecuteStatementException(e, null);
            }
        }
    }
}
