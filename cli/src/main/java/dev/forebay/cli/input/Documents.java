package dev.forebay.cli.input;

import java.io.IOException;
import java.util.Optional;

/**
 * The documents of an input, one after the other, the same ones in the same order each time that it is read. Never holds more
 * than one document in the heap. Used by one thread; blocks on the disk or on whoever writes the input.
 */
public interface Documents extends AutoCloseable {

    /** A document or a line that is larger than this is reported, not sent: it leaves a quarter of what the strictest provider takes. */
    int BYTES_MAX = 8 << 20;

    /** The next document; empty at the end. */
    Optional<Document> next() throws IOException;

    @Override
    void close() throws IOException;
}
