package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Tells the text of a request from the pictures, documents and sounds in it: those stand there as base64, and what a model
 * counts for them has nothing to do with their bytes. Stateless.
 */
public final class MediaBytes {

    /** A shorter piece weighs little as text; a longer one without a blank or a sign of prose is no text. */
    private static final int BASE64_LENGTH_MIN = 4_096;

    /** About as many bytes of text as a picture of a megapixel has tokens. */
    private static final int BYTES_FOR_MEDIA = 4_000;

    private static final String BASE64 = ";base64,";

    private MediaBytes() {}

    /**
     * The bytes that count as text.
     *
     * @param byteCount of the request as it is written
     * @return empty if the request holds no media
     */
    public static OptionalLong without(JsonNode body, long byteCount) {
        if (byteCount < BASE64_LENGTH_MIN) {
            return OptionalLong.empty();
        }
        long media = 0;
        int pieces = 0;
        Deque<JsonNode> left = new ArrayDeque<>();
        left.push(body);
        while (!left.isEmpty()) {
            JsonNode node = left.pop();
            node.forEach(left::push);
            if (node.isTextual() && isBase64(node.textValue())) {
                media += node.textValue().length();
                pieces++;
            }
        }
        return pieces == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, byteCount - media) + (long) pieces * BYTES_FOR_MEDIA);
    }

    /** Whether a text of a request is a picture or the like. */
    public static boolean isBase64(String text) {
        if (text.length() < BASE64_LENGTH_MIN) {
            return false;
        }
        int start = text.startsWith("data:") ? text.indexOf(BASE64) + BASE64.length() : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
            if (c > 'z' || !(Character.isLetterOrDigit(c) || sign)) {
                return false;
            }
        }
        return true;
    }
}
