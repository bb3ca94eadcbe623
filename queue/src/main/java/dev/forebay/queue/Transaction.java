package dev.forebay.queue;

import java.util.Optional;

/**
 * A transaction of a store while it is open: what is written through it is committed together with everything else in
 * it, or not at all. Valid only during the call that received it, and only on that thread; not thread-safe.
 */
public interface Transaction {

    /** Stores a small named value, in place of an earlier one. */
    void put(String name, Bytes value);

    /** A named value, as this transaction sees it. */
    Optional<Bytes> value(String name);

    /**
     * What this transaction runs on, so that a write of one's own joins it. It is for tables of one's own: the store counts its
     * jobs itself. On SQLite it gives no generated keys; ask {@code last_insert_rowid()}.
     *
     * @param type {@code java.sql.Connection} on a SQL store; it refuses commit, rollback and close
     * @return empty if this store has nothing of that type
     */
    <T> Optional<T> unwrap(Class<T> type);
}
