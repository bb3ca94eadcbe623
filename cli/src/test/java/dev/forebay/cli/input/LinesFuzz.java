package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.cli.exit.UserException;
import dev.forebay.queue.NewJob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Any file of JSON lines: each line is an object or a complaint of one line, none is longer than allowed, they come in order, an
 * object read again from what it is written as is the same, and each has an id or none. Stateless.
 */
public final class LinesFuzz {

    private LinesFuzz() {}

    /** Takes a file. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Document> documents;
        try {
            documents = FuzzedInput.documents(input, LinesFuzz::open);
        } catch (UserException otherEncoding) {
            assertTrue(input.length >= 2 && (input[0] & 0xFE) == 0xFE);
            return;
        }
        assertEquals(documents, FuzzedInput.trickled(input, LinesFuzz::open));
        JobIds ids = new JobIds(Optional.empty());
        long last = 0;
        for (Document document : documents) {
            assertTrue(FuzzedInput.lineOf(document) > last);
            last = FuzzedInput.lineOf(document);
            if (document instanceof Document.Usable usable) {
                usable(usable, ids);
            } else if (document instanceof Document.Bad bad) {
                assertTrue(FuzzedInput.isShortLine(bad.reason()), bad::reason);
            }
        }
        assertTrue(last <= 1 + count(input));
    }

    private static Documents open(java.io.InputStream in) throws java.io.IOException {
        return new JsonLines("in", new LineReader(in, FuzzedInput.BYTES_MAX));
    }

    private static void usable(Document.Usable usable, JobIds ids) {
        assertTrue(usable.text().getBytes(StandardCharsets.UTF_8).length <= FuzzedInput.BYTES_MAX);
        String written = usable.fields().toString();
        try {
            assertEquals(
                    written,
                    InputLines.object(new LineReader.Line(1, Optional.of(written), ""))
                            .toString());
        } catch (BadLineException e) {
            throw new AssertionError("what was read cannot be read again: " + written, e);
        }
        try {
            String id = ids.idOf(usable.fields(), usable.text());
            assertTrue(!id.isEmpty() && id.length() <= NewJob.ID_LENGTH_MAX, id);
        } catch (BadLineException noId) {
            assertTrue(FuzzedInput.isShortLine(noId.reason()), noId::reason);
        }
    }

    private static int count(byte[] input) {
        int breaks = 0;
        for (byte next : input) {
            breaks += next == '\n' ? 1 : 0;
        }
        return breaks;
    }
}
