package dev.forebay.cli.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes, read as an input is, from one that gives all it has and from one that gives a byte at a time. */
final class FuzzedInput {

    /** Small, so that the bound is met by small inputs. */
    static final int BYTES_MAX = 64;

    private static final int COMPLAINT_LENGTH_MAX = 400;

    private FuzzedInput() {}

    /** Opens documents on a stream. */
    interface Opened {
        Documents open(InputStream in) throws IOException;
    }

    static List<Document> documents(byte[] input, Opened opened) {
        return read(new ByteArrayInputStream(input), opened);
    }

    static List<Document> trickled(byte[] input, Opened opened) {
        return read(
                new ByteArrayInputStream(input) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return super.read(bytes, offset, Math.min(length, 1));
                    }
                },
                opened);
    }

    private static List<Document> read(InputStream in, Opened opened) {
        List<Document> read = new ArrayList<>();
        try (Documents documents = opened.open(in)) {
            for (Optional<Document> next = documents.next(); next.isPresent(); next = documents.next()) {
                read.add(next.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return read;
    }

    /** The number in {@code name:7}. */
    static long lineOf(Document document) {
        return Long.parseLong(document.place().substring(document.place().lastIndexOf(':') + 1));
    }

    /** A complaint that a terminal shows as one line, whatever it quotes. */
    static boolean isShortLine(String reason) {
        return !reason.isBlank()
                && reason.length() <= COMPLAINT_LENGTH_MAX
                && reason.codePoints().noneMatch(FuzzedInput::isUnseen);
    }

    private static boolean isUnseen(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
