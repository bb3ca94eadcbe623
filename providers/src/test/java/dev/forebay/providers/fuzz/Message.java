package dev.forebay.providers.fuzz;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes, taken for an answer of HTTP: a status line, headers, a blank line and a body, as far as they are there. Lines that
 * begin with a # are left out, so that a file of the corpus is one.
 */
final class Message {

    private static final Instant RECEIVED_AT = Instant.parse("2026-11-24T12:00:00Z");

    private Message() {}

    static RawAnswer read(byte[] bytes) {
        int status = 200;
        Map<String, List<String>> headers = new LinkedHashMap<>();
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            at = Math.min(bytes.length, end + 1);
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                break;
            } else if (line.startsWith("HTTP/1.1 ")) {
                status = status(line.substring("HTTP/1.1 ".length()));
            } else if (!line.startsWith("#") && colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1));
            }
        }
        byte[] body = Arrays.copyOfRange(bytes, at, bytes.length);
        return new RawAnswer(RawHeaders.of(status, headers, RECEIVED_AT), body);
    }

    private static int status(String text) {
        return text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 200;
    }
}
