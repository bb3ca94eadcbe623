package dev.forebay.queue.sqlite;

import dev.forebay.queue.JobState;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * How many jobs have gone from one state to another since the last commit: the counts of the store, kept here and written once
 * for each commit, in its transaction. Whatever writes the state of a job counts it here. Confined to the thread that writes.
 */
final class Moves {

    private final Map<JobState, Long> kept = new EnumMap<>(JobState.class);
    private final Map<JobState, Long> underWay = new EnumMap<>(JobState.class);

    /** Counts new jobs. */
    void added(JobState state, long jobs) {
        underWay.merge(state, jobs, Long::sum);
    }

    /** Counts jobs that changed their state. */
    void moved(JobState from, JobState to, long jobs) {
        added(from, -jobs);
        added(to, jobs);
    }

    /** What the work under way has counted stays. */
    void keep() {
        underWay.forEach((state, jobs) -> kept.merge(state, jobs, Long::sum));
        underWay.clear();
    }

    /** What the work under way has counted is taken back, as its writes are. */
    void forget() {
        underWay.clear();
    }

    /** Writes what is kept, in the transaction under way. */
    void write(Handle handle, HotStatements hot) throws SQLException {
        for (Map.Entry<JobState, Long> entry : kept.entrySet()) {
            if (entry.getValue() != 0) {
                hot.run(
                        handle,
                        "UPDATE tally SET jobs = jobs + ?1 WHERE state = ?2",
                        entry.getValue(),
                        entry.getKey().name());
            }
        }
        kept.clear();
    }
}
