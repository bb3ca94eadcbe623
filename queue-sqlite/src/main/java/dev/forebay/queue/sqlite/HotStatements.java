package dev.forebay.queue.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The few statements that every job goes through, compiled once and bound by place. All others go through the library; but for
 * these, at thousands of jobs a second, its bookkeeping takes three times as long as SQLite's work. Confined to the writer's
 * thread; the statements end with its connection.
 */
final class HotStatements {

    private final Map<String, PreparedStatement> kept = new HashMap<>();

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The row that a statement gives, if it gives one. */
    <T> Optional<T> first(Handle handle, String sql, Row<T> reader, Object... values) throws SQLException {
        PreparedStatement statement = bound(handle.getConnection(), sql, values);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** Runs a statement that gives no rows, and says how many it has changed. */
    int run(Handle handle, String sql, Object... values) throws SQLException {
        return bound(handle.getConnection(), sql, values).executeUpdate();
    }

    private PreparedStatement bound(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
        for (int place = 0; place < values.length; place++) {
            statement.setObject(place + 1, values[place]);
        }
        return statement;
    }
}
