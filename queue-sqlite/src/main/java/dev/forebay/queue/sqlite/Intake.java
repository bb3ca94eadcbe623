package dev.forebay.queue.sqlite;

import dev.forebay.queue.Enqueued;
import dev.forebay.queue.NewJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Adds jobs to the tables. */
final class Intake {

    /** Ids looked up at once; SQLite takes 32,766 variables, and the text of the query is made anew for each size. */
    private static final int LOOKUP = 500;

    private static final String INSERT = """
            INSERT INTO job (sequence, id, state, priority, byte_count, fingerprint)
            VALUES (:sequence, :id, 'READY', :priority, :bytes, :fingerprint)
            """;

    private Intake() {}

    static Enqueued enqueue(Handle handle, List<NewJob> jobs) {
        Map<String, String> fingerprints = known(handle, jobs);
        List<NewJob> fresh = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (NewJob job : jobs) {
            String there = fingerprints.putIfAbsent(job.id(), job.fingerprint());
            if (there == null) {
                fresh.add(job);
            } else if (!there.equals(job.fingerprint())) {
                changed.add(job.id());
            }
        }
        insert(handle, fresh);
        return new Enqueued(
                fresh.size(),
                jobs.size() - fresh.size() - changed.size(),
                changed.size(),
                changed.stream().limit(Enqueued.CHANGED_IDS_MAX).toList());
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

    private static void insert(Handle handle, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        long sequence = handle.createQuery("SELECT coalesce(max(sequence), 0) FROM job")
                .mapTo(Long.class)
                .one();
        try (PreparedBatch rows = handle.prepareBatch(INSERT);
                PreparedBatch payloads =
                        handle.prepareBatch("INSERT INTO payload (job, bytes) VALUES (:job, :bytes)")) {
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
    }
}
