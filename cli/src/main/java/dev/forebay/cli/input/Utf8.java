package dev.forebay.cli.input;

import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads text that must be UTF-8 and says where it is not. Stateless. */
final class Utf8 {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] MARK_OF_UTF_16_LITTLE = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] MARK_OF_UTF_16_BIG = {(byte) 0xFE, (byte) 0xFF};

    private static final int DECODED_AT_ONCE = 1 << 12;
    private static final int MEBIBYTE = 1 << 20;

    private Utf8() {}

    /**
     * Skips a byte order mark.
     *
     * @param in supports {@link InputStream#mark}
     * @throws UserException if it is the mark of another encoding
     */
    static void skipMark(InputStream in) throws IOException {
        in.mark(MARK.length);
        byte[] start = in.readNBytes(MARK.length);
        if (Arrays.equals(start, MARK)) {
            return;
        }
        in.reset();
        if (start.length >= 2) {
            byte[] two = Arrays.copyOf(start, 2);
            if (Arrays.equals(two, MARK_OF_UTF_16_LITTLE) || Arrays.equals(two, MARK_OF_UTF_16_BIG)) {
                throw UserException.usage("the input is UTF-16; save it as UTF-8 (iconv -f utf-16 -t utf-8 does it)");
            }
        }
    }

    /** The text without its byte order mark, if there is one. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The text that these bytes are. */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** The first byte, from 1, at which something begins that is not UTF-8; 0 if all is. */
    static int firstWrong(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(DECODED_AT_ONCE);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return result.isError() ? in.position() + 1 : 0;
    }

    /** A size as a person reads it. */
    static String size(int bytes) {
        return bytes < MEBIBYTE ? bytes + " bytes" : bytes / MEBIBYTE + " MiB";
    }
}
