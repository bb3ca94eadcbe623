package dev.forebay.queue.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one store: a locked file beside it that holds the pid. The operating system takes the lock back when
 * the process dies, however it dies; the file stays, because deleting it would race with the next owner.
 *
 * <p>Thread-safe.
 */
final class StoreLock implements AutoCloseable {

    /** Far behind the pid, so that the pid can be read while the lock is held, also where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int PID_LENGTH_MAX = 20;

    /**
     * What this process holds. POSIX drops a process's locks on a file as soon as it closes <em>any</em> descriptor of that
     * file, so within one process the file must not even be opened a second time.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path store;
    private final FileChannel channel;

    private StoreLock(Path store, FileChannel channel) {
        this.store = store;
        this.channel = channel;
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
        FileChannel channel = null;
        try {
            channel = Files0600.open(
                    store.resolveSibling(store.getFileName() + ".lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new StoreLockedException(store, readPid(channel));
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new StoreLock(store, channel);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            HELD.remove(store);
            throw e;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        HELD.remove(store);
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(PID_LENGTH_MAX);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
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
