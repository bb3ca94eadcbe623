package dev.forebay.queue.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one store: a locked file beside it that holds the pid. The operating system takes the lock back when
 * the process dies, however it dies. The file stays, without the pid, and goes only together with the store, or with the
 * opening that made it and failed: whoever has opened it by then and locks it afterwards finds that the name leads to it no more, and tries again.
 *
 * <p>Thread-safe.
 */
final class StoreLock implements AutoCloseable {

    /** Far behind the pid, so that the pid can be read while the lock is held, also where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int PID_LENGTH_MAX = 20;

    /** Each is lost to a process that deletes the store in the same moment; where no file can be made, all are. */
    private static final int ATTEMPTS_MAX = 100;

    /** The system tells the start of a process from its own start in whole seconds, and that one is rounded too. */
    private static final Duration START_ROUNDED_BY = Duration.ofSeconds(2);

    /**
     * What this process holds. POSIX drops a process's locks on a file as soon as it closes <em>any</em> descriptor of that
     * file, so within one process the file must not even be opened a second time.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path store;
    private final FileChannel channel;
    private final boolean made;

    private StoreLock(Path store, FileChannel channel, boolean made) {
        this.store = store;
        this.channel = channel;
        this.made = made;
    }

    /**
     * Takes the lock.
     *
     * @param store the real path of the store
     * @throws StoreLockedException if somebody has it
     */
    static StoreLock acquire(Path store) throws IOException {
        if (!HELD.add(store)) {
            throw new StoreLockedException(
                    store, OptionalLong.of(ProcessHandle.current().pid()));
        }
        try {
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                Optional<StoreLock> lock = attempt(store);
                if (lock.isPresent()) {
                    return lock.get();
                }
            }
            throw new IOException(fileOf(store) + " cannot be made, or is removed again and again");
        } catch (IOException | RuntimeException e) {
            HELD.remove(store);
            throw e;
        }
    }

    /** Empty if the file was deleted while it was being locked, so that the lock is worth nothing. */
    private static Optional<StoreLock> attempt(Path store) throws IOException {
        Path file = fileOf(store);
        FileChannel channel = null;
        try {
            boolean made = Files0600.createOrRestrict(file);
            Optional<Object> before = identity(file);
            channel = Files0600.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new StoreLockedException(store, readPid(channel));
            }
            if (!identity(file).equals(before)) {
                closeQuietly(channel);
                return Optional.empty();
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return Optional.of(new StoreLock(store, channel, made));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** What tells one file from another one under the same name; not on every file system. */
    private static Optional<Object> identity(Path file) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /**
     * The process that has the store, as far as can be told without touching the lock: to try it would turn away a process
     * that takes it in the same moment.
     */
    static OptionalLong holder(Path store) throws IOException {
        if (!HELD.add(store)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        try {
            return holderElsewhere(fileOf(store));
        } finally {
            HELD.remove(store);
        }
    }

    private static OptionalLong holderElsewhere(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        Instant written = Files.getLastModifiedTime(file).toInstant();
        OptionalLong pid = parsed(Files.readString(file, StandardCharsets.US_ASCII));
        boolean alive = pid.isPresent()
                && ProcessHandle.of(pid.getAsLong())
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> hadStarted(process, written))
                        .isPresent();
        return alive ? pid : OptionalLong.empty();
    }

    /** A process that started after the pid was written only has the number of one that died. */
    private static boolean hadStarted(ProcessHandle process, Instant written) {
        return process.info()
                .startInstant()
                .map(start -> start.minus(START_ROUNDED_BY).isBefore(written))
                .orElse(true);
    }

    /** Deletes the file, and gives the lock back. */
    void delete() throws IOException {
        Files.deleteIfExists(fileOf(store));
        close();
    }

    /** Gives the lock back after an opening that failed; its file goes, if it was not there before. */
    void abandon() {
        try {
            if (made) {
                Files.deleteIfExists(fileOf(store));
            }
        } catch (IOException e) {
            // intentional: whatever broke the opening is about to be told
        }
        close();
    }

    static Path fileOf(Path store) {
        return store.resolveSibling(store.getFileName() + ".lock");
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            // intentional: a pid that stays is that of a process which will be dead, or does not hold the lock
        }
        closeQuietly(channel);
        HELD.remove(store);
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(PID_LENGTH_MAX);
        channel.read(text, 0);
        return parsed(new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
    }

    private static OptionalLong parsed(String text) {
        String pid = text.strip();
        return pid.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // intentional: the descriptor is gone either way, and with it the lock
        }
    }
}
