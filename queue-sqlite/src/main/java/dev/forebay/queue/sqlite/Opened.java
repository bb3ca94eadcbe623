package dev.forebay.queue.sqlite;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/** All that an open store holds, and the order in which it is let go. Thread-safe. */
final class Opened {

    private final Writer writer;
    private final Handle writing;
    private final SqliteReader reader;
    private final StoreLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    Opened(Writer writer, Handle writing, SqliteReader reader, StoreLock lock) {
        this.writer = writer;
        this.writing = writing;
        this.reader = reader;
        this.lock = lock;
    }

    Writer writer() {
        return writer;
    }

    SqliteReader reader() {
        return reader;
    }

    /** The lock goes last: nobody may open the store while a connection of ours can still write. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            writer.close();
            reader.close();
            Connections.close(writing.getConnection());
            lock.close();
        }
    }
}
