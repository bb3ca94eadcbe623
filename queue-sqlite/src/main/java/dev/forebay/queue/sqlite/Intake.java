package dev.forebay.queue.sqlite;

import dev.forebay.queue.Enqueued;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Adds jobs to the tables, or puts other requests in their place. */
final class Intake {

    /** Ids looked up at once; SQLite takes 32,766 variables, and the text of the query is made anew for each size. */
    private static final int LOOKUP = 500;

    private static final String INSERT = """
            INSERT INTO job (sequence, id, state, priority, byte_count, fingerprint)
            VALUES (:sequence, :id, 'READY', :priority, :bytes, :fingerprint)
            """;

    private static final String PAYLOAD = """
            INSERT INTO payload (job, bytes) VALUES (:job, :bytes)
            ON CONFLICT (job) DO UPDATE SET bytes = excluded.bytes
            """;

    /** What it has cost stays: it was paid. */
    private static final String REPLACE = """
            UPDATE job SET state = 'READY', priority = :priority, byte_count = :bytes, fingerprint = :fingerprint,
              deliveries = 0, attempts = 0, throttles = 0, crashes = 0, answered = 0, owner = NULL, reason = NULL,
              not_before = 0, lease_until = 0, stale_epoch = epoch
            WHERE id = :id
            RETURNING sequence, epoch
            """;

    private final StoreTime time;
    private final Moves moves;

    Intake(StoreTime time, Moves moves) {
        this.time = time;
        this.moves = moves;
    }

    Enqueued enqueue(Handle handle, List<NewJob> jobs) {
        Sorted sorted = sort(handle, jobs);
        insert(handle, sorted.fresh);
        return sorted.report();
    }

    /** What {@link #enqueue} would say. */
    static Enqueued compare(Handle handle, List<NewJob> jobs) {
        return sort(handle, jobs).report();
    }

    Enqueued replace(Handle handle, List<NewJob> jobs) {
        Sorted sorted = sort(handle, jobs);
        insert(handle, sorted.fresh);
        for (NewJob job : sorted.changed) {
            replace(handle, job);
        }
        return sorted.report();
    }

    private void replace(Handle handle, NewJob job) {
        JobState before = handle.createQuery("SELECT state FROM job WHERE id = :id")
                .bind("id", job.id())
                .map((row, context) -> JobState.valueOf(row.getString(1)))
                .one();
        moves.moved(before, JobState.READY, 1);
        Place place = handle.createQuery(REPLACE)
                .bind("priority", Rows.column(job.priority()))
                .bind("bytes", job.payload().size())
                .bind("fingerprint", job.fingerprint())
                .bind("id", job.id())
                .map((row, context) -> new Place(row.getLong(1), row.getLong(2)))
                .one();
        handle.createUpdate(PAYLOAD)
                .bind("job", place.sequence)
                .bind("bytes", job.payload().toArray())
                .execute();
        for (String table : List.of("result", "answer")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE job = :job")
                    .bind("job", place.sequence)
                    .execute();
        }
        History.remember(
                handle,
                place.sequence,
                new HistoryEntry(time.now(), place.epoch, HistoryEntry.Event.REPLACED, "another request", 0));
    }

    private record Place(long sequence, long epoch) {}

    /** A batch, sorted by what the store knows of each job. */
    private record Sorted(List<NewJob> fresh, int existing, List<NewJob> changed) {

        Enqueued report() {
            List<String> ids = changed.stream()
                    .limit(Enqueued.CHANGED_IDS_MAX)
                    .map(NewJob::id)
                    .toList();
            return new Enqueued(fresh.size(), existing, changed.size(), ids);
        }
    }

    private static Sorted sort(Handle handle, List<NewJob> jobs) {
        Map<String, String> fingerprints = known(handle, jobs);
        List<NewJob> fresh = new ArrayList<>();
        List<NewJob> changed = new ArrayList<>();
        for (NewJob job : jobs) {
            String there = fingerprints.putIfAbsent(job.id(), job.fingerprint());
            if (there == null) {
                fresh.add(job);
            } else if (!there.equals(job.fingerprint())) {
                changed.add(job);
            }
        }
        return new Sorted(fresh, jobs.size() - fresh.size() - changed.size(), changed);
    }

    private static Map<String, String> known(Handle handle, List<NewJob> jobs) {
        Map<String, String> fingerprints = new HashMap<>();
        for (int from = 0; from < jobs.size(); from += LOOKUP) {
            List<String> ids = jobs.subList(from, Math.min(jobs.size(), from + LOOKUP)).stream()
                    .map(NewJob::id)
                    .toList();
            handle.createQuery("SELECT id, fingerprint FROM job WHERE id IN (<ids>)")
                    .bindList("ids", ids)
                    .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(entry -> fingerprints.put(entry.getKey(), entry.getValue()));
        }
        return fingerprints;
    }

    private void insert(Handle handle, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        long sequence = handle.createQuery("SELECT coalesce(max(sequence), 0) FROM job")
                .mapTo(Long.class)
                .one();
        try (PreparedBatch rows = handle.prepareBatch(INSERT);
                PreparedBatch payloads = handle.prepareBatch(PAYLOAD)) {
            for (NewJob job : jobs) {
                sequence++;
                rows.bind("sequence", sequence)
                        .bind("id", job.id())
                        .bind("priority", Rows.column(job.priority()))
                        .bind("bytes", job.payload().size())
                        .bind("fingerprint", job.fingerprint())
                        .add();
                payloads.bind("job", sequence)
                        .bind("bytes", job.payload().toArray())
                        .add();
            }
            rows.execute();
            payloads.execute();
        }
        moves.added(JobState.READY, jobs.size());
    }
}
