package dev.forebay.queue.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.queue.JobStore;
import dev.forebay.queue.contract.Ability;
import dev.forebay.queue.contract.JobStoreContract;
import dev.forebay.time.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file keeps the contract, all of it. */
class SqliteJobStoreTest extends JobStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected JobStore open(ManualClock time) {
        return SqliteJobStore.at(folder.resolve("jobs.db")).clock(time).open();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    /** After every test of the contract: the counts that are kept are those that counting gives. */
    @AfterEach
    void theTallyIsRight() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("jobs.db"))) {
            assertEquals(
                    read(connection, "SELECT state, count(*) FROM job GROUP BY state"),
                    read(connection, "SELECT state, jobs FROM tally WHERE jobs <> 0"));
        }
    }

    private static Map<String, Long> read(Connection connection, String query) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }
}
