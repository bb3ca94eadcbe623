package dev.forebay.cli.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * Reads UTF-8 line by line and keeps no more than one line in the heap. A byte order mark at the start, carriage
 * returns, blank lines and a missing line break at the end are all fine. Blocks on the disk; not thread-safe.
 */
public final class LineReader implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;
    /**
     * One line that is not blank. Immutable.
     *
     * @param number from 1, blank lines counted
     * @param text without the line break; empty if it is not UTF-8 or longer than {@link Documents#BYTES_MAX}
     * @param problem what is wrong if there is no text; otherwise empty
     */
    public record Line(long number, Optional<String> text, String problem) {}

    private final InputStream in;
    private final int bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long number;

    LineReader(InputStream in, int bytesMax) throws IOException {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.bytesMax = bytesMax;
        Utf8.skipMark(this.in);
    }

    /** The next line that is not blank; empty at the end. */
    public Optional<Line> next() throws IOException {
        while (true) {
            bytes.reset();
            int last = readLine();
            if (last < 0 && bytes.size() == 0) {
                return Optional.empty();
            }
            number++;
            if (bytes.size() > bytesMax) {
                return Optional.of(
                        new Line(number, Optional.empty(), "the line is longer than " + Utf8.size(bytesMax)));
            }
            Line line = decoded();
            if (line.text().isEmpty() || !line.text().get().isBlank()) {
                return Optional.of(line);
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads up to a line break or the end; of a line that is too long, one byte more than allowed is kept. */
    private int readLine() throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (bytes.size() <= bytesMax) {
                bytes.write(next);
            }
            next = in.read();
        }
        return next;
    }

    private Line decoded() {
        byte[] content = bytes.toByteArray();
        try {
            return new Line(number, Optional.of(Utf8.decode(content)), "");
        } catch (CharacterCodingException e) {
            return new Line(
                    number, Optional.empty(), "the line is not UTF-8 from byte " + Utf8.firstWrong(content) + " on");
        }
    }
}
