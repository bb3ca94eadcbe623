package dev.forebay.cli.output;

import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.StoredResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Bytes in a results file that no run has written, such as a line that somebody appended: found by what the store would write
 * in their place, and kept in a file beside it before they are cut off. Stateless; blocks on the disk.
 */
final class ForeignBytes {

    private static final int RESULTS_AT_ONCE = 100;
    private static final int BLOCK_BYTES = 1 << 16;

    private ForeignBytes() {}

    /** Where they are kept; a second find is appended to the first. */
    static Path kept(Path results) {
        return results.resolveSibling(results.getFileName() + ".foreign");
    }

    /**
     * Where the bytes end that a run may have written: those of the next results, whole lines and perhaps a torn one at the end.
     *
     * @param offset where they begin
     * @param sequence of the last commit whose line is before it
     */
    static long endOfOurs(JobStore store, Path file, long offset, long sequence) throws IOException {
        long end = offset;
        long after = sequence;
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(offset);
            List<StoredResult> results = Stores.await(store.results(after, RESULTS_AT_ONCE));
            while (!results.isEmpty()) {
                for (StoredResult result : results) {
                    byte[] line = line(result);
                    byte[] found = content.readNBytes(line.length);
                    if (!Arrays.equals(found, 0, found.length, line, 0, found.length)) {
                        return end;
                    }
                    end += found.length;
                    if (found.length < line.length) {
                        return end;
                    }
                    after = result.commitSequence();
                }
                results = Stores.await(store.results(after, RESULTS_AT_ONCE));
            }
        }
        return end;
    }

    /** A result as it stands in the file. */
    static byte[] line(StoredResult result) {
        byte[] text = result.result().toArray();
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** Copies what stands from an offset on to the file beside, and says so; on the disk when this returns. */
    static void keep(Path file, long offset, Consumer<String> say) throws IOException {
        Path beside = kept(file);
        long bytes = 0;
        try (InputStream content = Files.newInputStream(file);
                FileChannel target = FileChannel.open(
                        beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            content.skipNBytes(offset);
            for (byte[] block = content.readNBytes(BLOCK_BYTES);
                    block.length > 0;
                    block = content.readNBytes(BLOCK_BYTES)) {
                ByteBuffer left = ByteBuffer.wrap(block);
                while (left.hasRemaining()) {
                    target.write(left);
                }
                bytes += block.length;
            }
            target.force(true);
        }
        say.accept(file + " ended with " + bytes + " bytes that no run has written; they are in " + beside + " now");
    }
}
