package dev.forebay.queue.sqlite;

import dev.forebay.queue.JobReader;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoreRefusedException;
import dev.forebay.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Handle;

/**
 * How a {@link SqliteJobStore} is opened. Not thread-safe.
 *
 * <p>Opening throws {@link StoreLockedException} if another process writes to the store, {@link StoreRefusedException} if
 * the file is not a store, or one of a newer version, and {@link StoreFailedException} if the disk fails.
 */
public final class SqliteStoreBuilder {

    /** What SQLite keeps beside the file: the log of what is not in it yet, and the index of that log. */
    private static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");

    private final Path file;
    private final List<String> scripts = Schema.scripts();
    private Clock clock = Clock.system();
    private Optional<Executor> callbacks = Optional.empty();

    SqliteStoreBuilder(Path file) {
        this.file = file;
    }

    /** The clock of leases and delays; default {@link Clock#system()}. */
    public SqliteStoreBuilder clock(Clock time) {
        this.clock = time;
        return this;
    }

    /** Where stages complete; default: one thread of the store. The executor is not closed with the store. */
    public SqliteStoreBuilder completeOn(Executor executor) {
        this.callbacks = Optional.of(executor);
        return this;
    }

    /** Opens the store for writing; makes it if there is none; takes over the leases that it finds. Blocks meanwhile. */
    public SqliteJobStore open() {
        try {
            Path real = realPath();
            StoreLock lock = StoreLock.acquire(real);
            try {
                return open(real, lock);
            } catch (IOException | SQLException | RuntimeException e) {
                lock.abandon();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw cannotOpen(e);
        }
    }

    /** Opens a store that is there for reading only; a process that writes may be at work. Blocks meanwhile. */
    public JobReader openReadOnly() {
        try {
            Path real = existing();
            NativeLibrary.load();
            return reader(real, new StoreTime(clock));
        } catch (IOException | SQLException e) {
            throw cannotOpen(e);
        }
    }

    /**
     * Gives the space of what was thrown away back to the file system; needs as much of it meanwhile as the store will keep.
     * Refused while the store is open for writing. Blocks meanwhile.
     *
     * @return by how many bytes the files are smaller
     */
    public long compact() {
        try {
            Path real = existing();
            StoreLock lock = StoreLock.acquire(real);
            try {
                NativeLibrary.load();
                long before = bytes(real);
                Connections.compact(real, scripts);
                return Math.max(0, before - bytes(real));
            } finally {
                lock.close();
            }
        } catch (IOException | SQLException e) {
            throw new StoreFailedException("the store " + file + " cannot be made smaller: " + Failures.words(e), e);
        }
    }

    /** Deletes the store with all its side files. Refused while it is open for writing. Blocks meanwhile. */
    public void delete() {
        try {
            Path real = existing();
            StoreLock lock = StoreLock.acquire(real);
            try {
                NativeLibrary.load();
                Connections.checkStore(real, scripts);
                for (String side : SIDE_FILES) {
                    Files.deleteIfExists(real.resolveSibling(real.getFileName() + side));
                }
                Files.deleteIfExists(real);
                lock.delete();
            } catch (IOException | SQLException | RuntimeException e) {
                lock.abandon();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new StoreFailedException("the store " + file + " cannot be deleted: " + Failures.words(e), e);
        }
    }

    /**
     * The process that has the store open for writing, as far as can be told without disturbing it; empty if there is none.
     * Blocks for a moment.
     */
    public OptionalLong writer() {
        try {
            return Files.isRegularFile(file) ? StoreLock.holder(realPath()) : OptionalLong.empty();
        } catch (IOException e) {
            throw cannotOpen(e);
        }
    }

    /**
     * Whether the file is there that holds the lock of the store, whoever holds it.
     *
     * @throws StoreFailedException if the folder of the store cannot be looked into
     */
    public boolean hasLockFile() {
        try {
            return Files.exists(StoreLock.fileOf(realPath()));
        } catch (IOException e) {
            throw cannotOpen(e);
        }
    }

    /** Deletes the file that holds the lock of the store. Refused while the store is open for writing. Blocks meanwhile. */
    public void deleteLockFile() {
        try {
            StoreLock.acquire(realPath()).delete();
        } catch (IOException e) {
            throw cannotOpen(e);
        }
    }

    private Path existing() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new StoreRefusedException("there is no store at " + file);
        }
        return realPath();
    }

    private static long bytes(Path real) throws IOException {
        long bytes = Files.size(real);
        for (String side : SIDE_FILES) {
            Path path = real.resolveSibling(real.getFileName() + side);
            bytes += Files.exists(path) ? Files.size(path) : 0;
        }
        return bytes;
    }

    private SqliteJobStore open(Path real, StoreLock lock) throws IOException, SQLException {
        NativeLibrary.load();
        if (Files.exists(real)) {
            // Before its mode is changed: a file that is not ours keeps all that it has.
            Connections.checkStore(real, scripts);
        }
        boolean made = Files0600.createOrRestrict(real);
        try {
            return open(Connections.openWriter(real, scripts), real, lock);
        } catch (SQLException | RuntimeException e) {
            if (made && Files.size(real) == 0) {
                Files.delete(real);
            }
            throw e;
        }
    }

    private SqliteJobStore open(Connection connection, Path real, StoreLock lock) throws SQLException {
        try {
            Handle writing = KeptStatements.open(connection);
            StoreTime time = new StoreTime(clock);
            new Reaper(time, new Moves()).takeOver(writing);
            SqliteReader reader = reader(real, time);
            Writer writer = new Writer(writing, reader.callbacks());
            writer.start();
            return new SqliteJobStore(new Opened(writer, writing, reader, lock), time);
        } catch (SQLException | RuntimeException e) {
            Connections.close(connection);
            throw e;
        }
    }

    private SqliteReader reader(Path real, StoreTime time) throws SQLException {
        List<Handle> handles = new ArrayList<>();
        try {
            for (int i = 0; i < Readers.CONNECTIONS; i++) {
                handles.add(KeptStatements.open(Connections.openReader(real, scripts)));
            }
        } catch (SQLException | RuntimeException e) {
            handles.forEach(handle -> Connections.close(handle.getConnection()));
            throw e;
        }
        Callbacks where = Callbacks.on(callbacks);
        return new SqliteReader(new Readers(handles, where), time, where);
    }

    /** The one name of the store, whichever way it was reached: locks go by name. */
    private Path realPath() throws IOException {
        if (file.toString().contains("?")) {
            throw new StoreRefusedException(file + " cannot be a store: its path must not contain a question mark");
        }
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null) {
            throw new StoreRefusedException(file + " cannot be a store: it is not the name of a file");
        }
        return folder.toRealPath().resolve(name);
    }

    private StoreFailedException cannotOpen(Exception cause) {
        return new StoreFailedException("the store " + file + " cannot be opened: " + Failures.words(cause), cause);
    }
}
