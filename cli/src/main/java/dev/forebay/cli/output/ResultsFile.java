package dev.forebay.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Bytes;
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
     * opened again, torn line or not, and written once more from the store: the order of commits never changes.
     *
     * The store remembers the offset of each file by its path, from before the first byte is written. A file that is there
     * without such a memory belongs to somebody else, and is not touched. Nor is one that is long enough and has other bytes
     * than were written: the store remembers a checksum of them. One that is shorter than the memory was cut or deleted by
     * somebody, and is written anew from the start.
     *
     * So is one with lines of results that the store has removed since, as their jobs were replaced. The store counts
     * removals in the commits that make them, and the memory holds the count for which the file was begun. That memory
     * is stored anew, at the start, before the file is cut: killed in between, the next run finds a file that is longer than
     * its memory, as after any kill.
     */

    /** Results in one round: bounds the heap while a long-finished store is published anew. */
    private static final int RESULTS_AT_ONCE = 500;

    private static final int BLOCK_BYTES = 1 << 16;

    private static final String NAME_PREFIX = "results file ";

    private final JobStore store;
    private final Path file;
    private final FileChannel channel;
    private final CRC32C checksum;
    private Position position;

    /** The last commit that is in the file, where its line ends, and how many results were removed before the file was begun. */
    private record Position(long sequence, long offset, long checksum, long removed) {

        static Position start(long removed) {
            return new Position(0, 0, 0, removed);
        }

        Bytes toBytes() {
            return Bytes.utf8(Json.line(Json.object()
                    .put("sequence", sequence)
                    .put("offset", offset)
                    .put("crc32c", checksum)
                    .put("removed", removed)));
        }

        static Position of(Bytes bytes) {
            try {
                JsonNode node = Json.parse(bytes.utf8());
                return new Position(
                        node.path("sequence").asLong(),
                        node.path("offset").asLong(),
                        node.path("crc32c").asLong(),
                        node.path("removed").asLong());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the store's memory of a results file is damaged", e);
            }
        }
    }

    private ResultsFile(JobStore store, Path file, FileChannel channel, CRC32C checksum, Position position) {
        this.store = store;
        this.checksum = checksum;
        this.file = file;
        this.channel = channel;
        this.position = position;
    }

    /**
     * Opens the results file of a store, and cuts off what is not known to be whole.
     *
     * @throws UserException if the file is not this store's, or cannot be written
     */
    public static ResultsFile open(JobStore store, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Optional<Position> remembered =
                Stores.await(store.value(NAME_PREFIX + absolute)).map(Position::of);
        try {
            long size = Files.exists(absolute) ? Files.size(absolute) : 0;
            if (remembered.isEmpty() && size > 0) {
                throw UserException.usage(file + " is there already and was not written from this store;"
                        + " move it away, or give another --out");
            }
            Position start = Position.start(Stores.await(store.resultsRemoved()));
            Position known = remembered.orElse(start);
            Position whole = size < known.offset() ? start : known;
            CRC32C checksum = checksumOf(absolute, whole.offset());
            if (checksum.getValue() != whole.checksum()) {
                throw UserException.usage(file + " was changed since the results were written to it;"
                        + " move it away, or give another --out, and all results are written there");
            }
            Position position = whole.removed() == start.removed() ? whole : start;
            if (!remembered.equals(Optional.of(position))) {
                Stores.await(store.put(NAME_PREFIX + absolute, position.toBytes()));
            }
            if (position.equals(start)) {
                checksum.reset();
            }
            FileChannel channel = FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(position.offset());
            channel.position(position.offset());
            return new ResultsFile(store, absolute, channel, checksum, position);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Appends all results that the store has and the file has not; begins the file anew if it has some that the store has not
     * any more.
     *
     * @return how many
     * @throws UserException if the disk or the store fails
     */
    public long publish() {
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

    private void beginAnew(long removed) {
        position = Position.start(removed);
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
            lines.writeBytes(result.result().toArray());
            lines.write('\n');
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
        position = new Position(last, position.offset() + lines.size(), checksum.getValue(), position.removed());
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
