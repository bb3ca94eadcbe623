package dev.forebay.queue.sqlite;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Candidates;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.StoredResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Everything that is read. Stateless. */
final class Queries {

    private static final String CANDIDATES = "SELECT " + Rows.CANDIDATE + """
             FROM job
            WHERE state = 'READY' AND not_before <= :now ORDER BY priority, sequence LIMIT :limit
            """;

    private static final String NEXT_DUE = """
            SELECT min(not_before) FROM job WHERE state = 'READY' AND not_before > 0 AND not_before > :now
            """;

    private static final String RESULT = """
            SELECT result.commit_sequence, job.id, result.bytes FROM result JOIN job ON job.sequence = result.job
            """;

    private Queries() {}

    static Candidates candidates(Handle handle, StoreTime time, int limit, Set<String> known) {
        long now = time.nowMillis();
        List<Candidate> jobs = handle
                .createQuery(CANDIDATES)
                .bind("now", now)
                // The known ones are filtered here, not in SQL: they are few, and the statement stays the same.
                .bind("limit", Math.addExact(limit, known.size()))
                .map((row, context) -> Rows.candidate(row))
                // All rows first: a statement that is left half read keeps its moment of the store in view,
                // and every later look on this connection would see the jobs as they were.
                .list()
                .stream()
                .filter(candidate -> !known.contains(candidate.id()))
                .limit(limit)
                .toList();
        Optional<Duration> nextDue = handle.createQuery(NEXT_DUE)
                .bind("now", now)
                .map((row, context) -> Optional.of(row.getLong(1)).filter(due -> due > 0))
                .one()
                .map(due -> Duration.ofMillis(due - now));
        return new Candidates(jobs, nextDue);
    }

    static JobCounts counts(Handle handle) {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        handle.createQuery("SELECT state, jobs FROM tally")
                .map((row, context) -> Map.entry(JobState.valueOf(row.getString(1)), row.getLong(2)))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return new JobCounts(counts);
    }

    static Optional<JobSnapshot> find(Handle handle, StoreTime time, String id) {
        return handle.createQuery("SELECT " + Rows.SNAPSHOT + " FROM job WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Rows.snapshot(row, time.nowMillis()))
                .findOne();
    }

    static List<JobSnapshot> jobs(Handle handle, StoreTime time, JobState state, long after, int limit) {
        // The state stands in the text, so that SQLite can use the index that covers it alone.
        return handle.createQuery("SELECT " + Rows.SNAPSHOT + " FROM job WHERE state = '" + state.name()
                        + "' AND sequence > :after ORDER BY sequence LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> Rows.snapshot(row, time.nowMillis()))
                .list();
    }

    static List<DeadLetter> deadLetters(Handle handle, StoreTime time, long after, int limit) {
        return jobs(handle, time, JobState.DEAD, after, limit).stream()
                .map(job -> new DeadLetter(job, History.of(handle, job.sequence())))
                .toList();
    }

    static List<HistoryEntry> history(Handle handle, String id) {
        return handle.createQuery("SELECT sequence FROM job WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .map(job -> History.of(handle, job))
                .orElse(List.of());
    }

    static long resultsRemoved(Handle handle) {
        return handle.createQuery("SELECT times FROM removal WHERE what = 'result'")
                .mapTo(Long.class)
                .one();
    }

    static Optional<Bytes> payload(Handle handle, String id) {
        return bytes(handle, "payload", id);
    }

    static Optional<Bytes> answer(Handle handle, String id) {
        return bytes(handle, "answer", id);
    }

    private static Optional<Bytes> bytes(Handle handle, String table, String id) {
        return handle.createQuery(
                        "SELECT bytes FROM " + table + " WHERE job = (SELECT sequence FROM job WHERE id = :id)")
                .bind("id", id)
                .map((row, context) -> Bytes.of(row.getBytes(1)))
                .findOne();
    }

    static Optional<StoredResult> result(Handle handle, String id) {
        return handle.createQuery(RESULT + " WHERE job.id = :id")
                .bind("id", id)
                .map((row, context) -> Rows.result(row))
                .findOne();
    }

    static List<StoredResult> results(Handle handle, long after, int limit) {
        return handle.createQuery(RESULT + " WHERE commit_sequence > :after ORDER BY commit_sequence LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> Rows.result(row))
                .list();
    }
}
