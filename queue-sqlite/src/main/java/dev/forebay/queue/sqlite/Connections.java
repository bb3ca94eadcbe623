package dev.forebay.queue.sqlite;

import dev.forebay.queue.StoreRefusedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to one store file, with the settings that the promises of the store rest on. */
final class Connections {

    /** How long a statement waits for another program's lock; a backup with sqlite3 needs less. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    /** The log is cut back to this after a checkpoint, so that one burst does not keep the disk for ever. */
    private static final long LOG_BYTES_MAX = 64L << 20;

    private Connections() {}

    /** The one connection that writes, on a file that exists and may be empty. */
    static Connection openWriter(Path file, List<String> scripts) throws SQLException {
        Connection connection = connect(file);
        try {
            checkOurs(connection, file, scripts, true);
            set(connection, file, "journal_mode", "WAL", "wal");
            set(connection, file, "synchronous", "FULL", "2");
            try (Statement statement = connection.createStatement()) {
                // macOS: fsync alone does not reach the disk there. No effect elsewhere.
                statement.executeUpdate("PRAGMA fullfsync = 1");
                statement.executeUpdate("PRAGMA checkpoint_fullfsync = 1");
                statement.executeUpdate("PRAGMA journal_size_limit = " + LOG_BYTES_MAX);
            }
            Schema.migrate(connection, scripts);
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** A connection that can only read, on a file that is a store. */
    static Connection openReader(Path file, List<String> scripts) throws SQLException {
        Connection connection = connect(file);
        try {
            checkOurs(connection, file, scripts, false);
            set(connection, file, "query_only", "1", "1");
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** Writes the file anew, without the space that nothing uses any more. */
    static void compact(Path file, List<String> scripts) throws SQLException {
        Connection connection = openWriter(file, scripts);
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } finally {
            close(connection);
        }
    }

    /** Refuses a file that is no store, or one of a newer version. */
    static void checkStore(Path file, List<String> scripts) throws SQLException {
        Connection connection = connect(file);
        try {
            checkOurs(connection, file, scripts, true);
        } finally {
            close(connection);
        }
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // intentional: what was committed is safe, and there is nothing else to be done about a failed close
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        // Without this a reader of a file that is not there would make an empty one.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // Otherwise the driver follows each INSERT by a query for its rowid, asked for or not: a sixth of the time of
        // an ack.
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void checkOurs(Connection connection, Path file, List<String> scripts, boolean mayBeEmpty)
            throws SQLException {
        try {
            Schema.check(connection, file, scripts.size(), mayBeEmpty);
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB) {
                throw new StoreRefusedException(file + " is not a store; choose another file");
            }
            throw e;
        }
    }

    /** Sets a pragma and reads it back: SQLite ignores what it cannot do, and a build may have other defaults. */
    private static void set(Connection connection, Path file, String name, String value, String expected)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + name + " = " + value);
            try (ResultSet found = statement.executeQuery("PRAGMA " + name)) {
                String actual = found.next() ? found.getString(1) : "nothing";
                if (!expected.equals(actual)) {
                    throw new StoreRefusedException(file + " cannot be used safely: SQLite answers " + actual + " for "
                            + name + ", and " + value + " is needed; put the store on a local disk");
                }
            }
        }
    }
}
