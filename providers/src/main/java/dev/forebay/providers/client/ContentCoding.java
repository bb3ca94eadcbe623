package dev.forebay.providers.client;

import dev.forebay.providers.http.RawHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Answers that are packed on the way, where the caller asked for that and unpacks them himself. Stateless. */
final class ContentCoding {

    private static final String PLAIN = "identity";

    /** As much as is read of the longest answer. */
    private static final int BYTES_MAX = 64 << 20;

    private ContentCoding() {}

    static boolean isPlain(RawHeaders head) {
        return of(head).equals(PLAIN);
    }

    /** The body as it was written; empty if it is packed in a way that is not read here. */
    static Optional<byte[]> unpacked(RawHeaders head, byte[] body) {
        return switch (of(head)) {
            case PLAIN -> Optional.of(body);
            case "gzip", "x-gzip" -> gunzipped(body);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> gunzipped(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return Optional.of(in.readNBytes(BYTES_MAX));
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static String of(RawHeaders head) {
        return head.headers().first("content-encoding").orElse(PLAIN).toLowerCase(Locale.ROOT);
    }
}
