package dev.forebay.cli.output;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.StoredResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The file to which the results of a store are appended, in the order of their commits. The store is the truth; the file is
 * a copy that catches up.
 *
 * <p>Not thread-safe: one thread opens, publishes and closes. All methods block on the disk.
 */
public final class ResultsFile implements AutoCloseable {

    /*
     * Lines are written, the file is forced to the disk, and only then is the offset behind them stored. So the stored
     * offset never lies behind bytes that may be missing. What a killed process wrote beyond it is cut off when the file is
     * opened again, torn line or not, and written once more from the store: the order of commits never changes. The store tells
     * what that was; bytes of somebody else are kept in a file beside, also where they are found while a run is at work.
     *
     * The store remembers the offset of each file by its path, from before the first byte is written. A file that is there
     * without such a memory belongs to somebody else, and is not touched. Nor is one that is long enough and has other bytes
     * than were written: the store remembers a checksum of them. One that is shorter than the memory, with nothing in it but
     * results, was cut or deleted by somebody, and is written anew from the start.
     *
     * So is one with lines of results that the store has removed since, as their jobs were replaced. The store counts
     * removals in the commits that make them, and the memory holds the count for which the file was begun. That memory
     * is stored anew, at the start, before the file is cut. Killed in between, the next run finds a file that is longer than
     * its memory, and knows it as the old one by the length and the checksum that the new memory still holds.
     */

    /** Results in one round: bounds the heap while a long-finished store is published anew. */
    private static final int RESULTS_AT_ONCE = 500;

    private static final int BLOCK_BYTES = 1 << 16;

    private static final String NAME_PREFIX = "results file ";

    private final JobStore store;
    private final Path file;
    private final FileChannel channel;
    private final CRC32C checksum;
    private final Consumer<String> say;
    private PublishedPosition position;

    private ResultsFile(
            JobStore store,
            Path file,
            FileChannel channel,
            CRC32C checksum,
            PublishedPosition position,
            Consumer<String> say) {
        this.store = store;
        this.checksum = checksum;
        this.file = file;
        this.channel = channel;
        this.position = position;
        this.say = say;
    }

    /**
     * Opens the results file of a store, and cuts off what is not known to be whole.
     *
     * @param say told, in a line, of bytes that somebody else has written behind the results, and where they are now
     * @throws UserException if the file is not this store's, or cannot be written
     */
    public static ResultsFile open(JobStore store, Path file, Consumer<String> say) {
        Path absolute = file.toAbsolutePath().normalize();
        Optional<PublishedPosition> remembered =
                Stores.await(store.value(NAME_PREFIX + absolute)).map(PublishedPosition::of);
        try {
            long size = Files.exists(absolute) ? Files.size(absolute) : 0;
            if (remembered.isEmpty() && size > 0) {
                throw UserException.usage(file + " is there already and was not written from this store;"
                        + " move it away, or give another --out");
            }
            PublishedPosition known = remembered.orElse(PublishedPosition.start(Stores.await(store.resultsRemoved())));
            PublishedPosition whole = size < known.offset() ? PublishedPosition.start(known.removed()) : known;
            CRC32C checksum = checksumOf(absolute, whole.offset());
            long end = size == 0 ? 0 : endOfOurs(store, absolute, whole);
            if (checksum.getValue() != whole.checksum() || (end < size && !whole.equals(known))) {
                throw UserException.usage(file + " was changed since the results were written to it;"
                        + " move it away, or give another --out, and all results are written there");
            }
            return open(store, absolute, checksum, new Found(remembered, whole, end, size), say);
        } catch (IOException e) {
            throw UserException.machine(
                    file + " cannot be opened (" + e.getMessage() + "); mend it and run this again");
        }
    }

    /**
     * What is there.
     *
     * @param remembered by the store
     * @param whole what of that is in the file
     * @param end where the bytes end that a run may have written
     * @param size of the file
     */
    private record Found(Optional<PublishedPosition> remembered, PublishedPosition whole, long end, long size) {}

    private static ResultsFile open(JobStore store, Path file, CRC32C checksum, Found found, Consumer<String> say)
            throws IOException {
        long removed = Stores.await(store.resultsRemoved());
        PublishedPosition position = found.whole().removed() == removed
                ? found.whole()
                : found.whole().anew(removed);
        if (found.end() < found.size()) {
            ForeignBytes.keep(file, found.end(), say);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            // A file that is begun anew holds nothing but the old lines from the moment on in which the store knows of
            // them.
            channel.truncate(Math.max(position.old(), found.whole().offset()));
            if (!found.remembered().equals(Optional.of(position))) {
                Stores.await(store.put(NAME_PREFIX + file, position.toBytes()));
            }
            if (position.offset() == 0) {
                checksum.reset();
            }
            channel.truncate(position.offset());
            channel.position(position.offset());
            return new ResultsFile(store, file, channel, checksum, position, say);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Either the file still is the old one, or the next results of the store stand behind what is known. */
    private static long endOfOurs(JobStore store, Path file, PublishedPosition whole) throws IOException {
        boolean old = whole.offset() == 0
                && whole.old() > 0
                && Files.size(file) >= whole.old()
                && checksumOf(file, whole.old()).getValue() == whole.oldChecksum();
        return old ? whole.old() : ForeignBytes.endOfOurs(store, file, whole.offset(), whole.sequence());
    }

    /**
     * Appends all results that the store has and the file has not; begins the file anew if it has some that the store has not
     * any more.
     *
     * @return how many
     * @throws UserException if the disk or the store fails
     */
    public long publish() {
        setForeignBytesAside();
        long removed = Stores.await(store.resultsRemoved());
        if (removed != position.removed()) {
            beginAnew(removed);
        }
        long published = 0;
        List<StoredResult> results = Stores.await(store.results(position.sequence(), RESULTS_AT_ONCE));
        while (!results.isEmpty()) {
            append(results);
            published += results.size();
            results = Stores.await(store.results(position.sequence(), RESULTS_AT_ONCE));
        }
        return published;
    }

    /** What somebody has appended meanwhile would be written over by the next results. */
    private void setForeignBytesAside() {
        try {
            if (channel.size() > position.offset()) {
                ForeignBytes.keep(file, position.offset(), say);
                channel.truncate(position.offset());
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void beginAnew(long removed) {
        position = position.anew(removed);
        Stores.await(store.put(NAME_PREFIX + file, position.toBytes()));
        checksum.reset();
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void append(List<StoredResult> results) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredResult result : results) {
            lines.writeBytes(ForeignBytes.line(result));
        }
        try {
            ByteBuffer left = ByteBuffer.wrap(lines.toByteArray());
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(false);
        } catch (IOException e) {
            throw failed(file, e);
        }
        long last = results.get(results.size() - 1).commitSequence();
        checksum.update(lines.toByteArray());
        position = new PublishedPosition(
                last, position.offset() + lines.size(), checksum.getValue(), position.removed(), 0, 0);
        Stores.await(store.put(NAME_PREFIX + file, position.toBytes()));
    }

    /** Of the first bytes of a file; there are that many. */
    private static CRC32C checksumOf(Path file, long bytes) throws IOException {
        CRC32C checksum = new CRC32C();
        if (bytes == 0) {
            return checksum;
        }
        byte[] block = new byte[BLOCK_BYTES];
        try (InputStream content = Files.newInputStream(file)) {
            long left = bytes;
            int read = content.read(block, 0, (int) Math.min(left, block.length));
            while (left > 0 && read > 0) {
                checksum.update(block, 0, read);
                left -= read;
                read = content.read(block, 0, (int) Math.min(left, block.length));
            }
        }
        return checksum;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static UserException failed(Path file, IOException e) {
        return UserException.machine(file + " cannot be written (" + e.getMessage()
                + "); what was done is safe in the store: mend it and run this again");
    }
}
