package dev.forebay.queue.sqlite;

import dev.forebay.queue.Bytes;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of raw answers. */
final class Answers {

    private Answers() {}

    static final String KEEP = """
            INSERT INTO answer (job, bytes) VALUES (?1, ?2)
            ON CONFLICT (job) DO UPDATE SET bytes = excluded.bytes
            """;

    static void keep(Handle handle, long job, Bytes raw) {
        handle.createUpdate("""
                INSERT INTO answer (job, bytes) VALUES (:job, :bytes)
                ON CONFLICT (job) DO UPDATE SET bytes = excluded.bytes
                """).bind("job", job).bind("bytes", raw.toArray()).execute();
    }

    static Optional<Bytes> of(Handle handle, long job) {
        return handle.createQuery("SELECT bytes FROM answer WHERE job = :job")
                .bind("job", job)
                .map((row, context) -> Bytes.of(row.getBytes(1)))
                .findOne();
    }
}
