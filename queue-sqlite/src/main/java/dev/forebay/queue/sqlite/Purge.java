package dev.forebay.queue.sqlite;

import dev.forebay.queue.Purged;
import org.jdbi.v3.core.Handle;

/** Throws away what finished jobs need no more. Stateless. */
final class Purge {

    /** The order of input is the order of the table itself, so each part is read once, whatever the states in it. */
    private static final String LAST = """
            SELECT coalesce(max(sequence), :after) FROM
              (SELECT sequence FROM job WHERE state = 'DONE' AND sequence > :after ORDER BY sequence LIMIT :limit)
            """;

    private static final String OF_FINISHED = """
             WHERE job IN (SELECT sequence FROM job WHERE state = 'DONE' AND sequence > :after AND sequence <= :last)
            """;

    private Purge() {}

    static Purged done(Handle handle, long after, int limit) {
        long last = handle.createQuery(LAST)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Long.class)
                .one();
        delete(handle, "answer", after, last);
        delete(handle, "history", after, last);
        return new Purged(last, delete(handle, "payload", after, last));
    }

    private static int delete(Handle handle, String table, long after, long last) {
        return handle.createUpdate("DELETE FROM " + table + OF_FINISHED)
                .bind("after", after)
                .bind("last", last)
                .execute();
    }
}
