package dev.forebay.queue.sqlite;

import dev.forebay.queue.StoreRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a store file: an ordered list of scripts; {@code user_version} says how many of them have run. Each script
 * runs in one transaction with its version, so a crash leaves the file at one version or the next.
 */
final class Schema {

    /** "FBAY" in ASCII: SQLite's field for telling whose file this is. */
    static final int APPLICATION_ID = 0x46424159;

    private static final int VERSIONS = 3;

    private Schema() {}

    /** The scripts, oldest first. */
    static List<String> scripts() {
        List<String> scripts = new ArrayList<>();
        for (int version = 1; version <= VERSIONS; version++) {
            scripts.add(read(version + ".sql"));
        }
        return scripts;
    }

    /**
     * Refuses a file that is not ours to read, before anything in it is touched.
     *
     * @param mayBeEmpty whether a file without any table is welcome, to become a store
     */
    static void check(Connection connection, Path file, int newest, boolean mayBeEmpty) throws SQLException {
        int application = number(connection, "PRAGMA application_id");
        int version = number(connection, "PRAGMA user_version");
        boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0 && application == 0;
        if (empty && mayBeEmpty) {
            return;
        }
        if (application != APPLICATION_ID) {
            throw new StoreRefusedException(file + " is a SQLite file of another program; choose another file");
        }
        if (version > newest) {
            throw new StoreRefusedException(file + " has version " + version
                    + " of the store's layout, and this program knows " + newest + "; use a newer version of Forebay");
        }
        if (version < newest && !mayBeEmpty) {
            throw new StoreRefusedException(
                    file + " has version " + version
                            + " of the store's layout; open it for writing once, as by resuming its run, to bring it up to date");
        }
    }

    /** Brings a checked file up to date. */
    static void migrate(Connection connection, List<String> scripts) throws SQLException {
        for (int version = number(connection, "PRAGMA user_version"); version < scripts.size(); version++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE");
                try {
                    statement.executeUpdate(scripts.get(version));
                    statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
                    statement.executeUpdate("PRAGMA user_version = " + (version + 1));
                    statement.executeUpdate("COMMIT");
                } catch (SQLException e) {
                    statement.executeUpdate("ROLLBACK");
                    throw e;
                }
            }
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.next() ? found.getInt(1) : 0;
        }
    }

    private static String read(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the script " + name + " cannot be read", e);
        }
    }
}
