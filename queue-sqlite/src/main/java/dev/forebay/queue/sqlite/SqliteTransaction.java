package dev.forebay.queue.sqlite;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Transaction;
import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/** A transaction of the writer, open during one call of the user's code. Confined to the writer's thread. */
class SqliteTransaction implements Transaction {

    private static final String PUT = """
            INSERT INTO value (name, bytes) VALUES (:name, :bytes)
            ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes
            """;

    final Handle handle;
    private final Claimed claimed;
    final AtomicBoolean valid;

    SqliteTransaction(Handle handle, Claimed claimed, AtomicBoolean valid) {
        this.handle = handle;
        this.claimed = claimed;
        this.valid = valid;
    }

    /** What the user's code does. */
    @FunctionalInterface
    interface Body<T extends Transaction> {
        void run(T transaction) throws Exception;
    }

    static void during(Handle handle, Claimed claimed, Body<Transaction> body) throws Exception {
        AtomicBoolean valid = new AtomicBoolean(true);
        try {
            body.run(new SqliteTransaction(handle, claimed, valid));
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
        if (type != Connection.class) {
            return Optional.empty();
        }
        claimed.connectionGoesOut();
        return Optional.of(type.cast(GuardedConnection.around(handle.getConnection(), valid)));
    }

    final void checkValid() {
        if (!valid.get()) {
            throw new IllegalStateException("the transaction is over; it was valid only during the write");
        }
    }
}
