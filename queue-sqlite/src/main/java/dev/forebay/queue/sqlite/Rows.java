package dev.forebay.queue.sqlite;

import dev.forebay.pool.Priority;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Counters;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.StoredResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads values out of rows, and says how values are written in columns. */
final class Rows {

    static final String COUNTERS = "deliveries, attempts, throttles, crashes";

    static final String CANDIDATE = "id, sequence, priority, byte_count, answered, " + COUNTERS;

    static final String SNAPSHOT = CANDIDATE + ", state, epoch, not_before, cost_micros, reason, owner";

    /** The place in this list is what stands in the column, for ever. */
    private static final List<Priority> PRIORITIES = List.of(Priority.INTERACTIVE, Priority.NORMAL, Priority.BULK);

    private Rows() {}

    static int column(Priority priority) {
        return PRIORITIES.indexOf(priority);
    }

    static Priority priority(int column) {
        return PRIORITIES.get(column);
    }

    static Counters counters(ResultSet row) throws SQLException {
        return new Counters(
                row.getInt("deliveries"), row.getInt("attempts"), row.getInt("throttles"), row.getInt("crashes"));
    }

    static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getString("id"),
                row.getLong("sequence"),
                priority(row.getInt("priority")),
                row.getInt("byte_count"),
                row.getInt("answered") != 0,
                counters(row));
    }

    static JobSnapshot snapshot(ResultSet row, long nowMillis) throws SQLException {
        long delayMillis = Math.max(0, row.getLong("not_before") - nowMillis);
        return new JobSnapshot(
                row.getString("id"),
                row.getLong("sequence"),
                JobState.valueOf(row.getString("state")),
                priority(row.getInt("priority")),
                row.getInt("byte_count"),
                counters(row),
                row.getLong("epoch"),
                Duration.ofMillis(delayMillis),
                row.getLong("cost_micros"),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("owner")));
    }

    static HistoryEntry history(ResultSet row) throws SQLException {
        return new HistoryEntry(
                Instant.ofEpochMilli(row.getLong("at")),
                row.getLong("epoch"),
                HistoryEntry.Event.valueOf(row.getString("event")),
                row.getString("reason"),
                row.getLong("cost_micros"));
    }

    static StoredResult result(ResultSet row) throws SQLException {
        return new StoredResult(row.getLong("commit_sequence"), row.getString("id"), Bytes.of(row.getBytes("bytes")));
    }
}
