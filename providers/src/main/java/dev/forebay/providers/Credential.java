package dev.forebay.providers;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret and the way in which it is sent. Immutable.
 *
 * <p>Never shows the secret: not in {@link #toString}, not in an exception. It leaves this object only as a header of a
 * request.
 */
public final class Credential {

    private static final String SHORTENED = "[secret]";

    private final @Nullable String header;
    private final String scheme;
    private final String secret;

    private Credential(@Nullable String header, String scheme, String secret) {
        this.header = header;
        this.scheme = scheme;
        this.secret = secret;
    }

    /** Sent as {@code x-api-key}, as Anthropic wants its API keys. */
    public static Credential apiKey(String secret) {
        return new Credential("x-api-key", "", checked(secret));
    }

    /** Sent as {@code Authorization: Bearer}, as OpenAI and OAuth want theirs. */
    public static Credential bearer(String secret) {
        return new Credential("authorization", "Bearer ", checked(secret));
    }

    /** Nothing is sent; for a server on the same machine. */
    public static Credential none() {
        return new Credential(null, "", "");
    }

    /** Whether there is nothing to send. */
    public boolean isNone() {
        return header == null;
    }

    /** The text with the secret taken out, wherever a server may have echoed it. */
    public String redact(String text) {
        return isNone() ? text : text.replace(secret, SHORTENED);
    }

    /** The header to send, if any; package-private, so that a secret has one way out. */
    Optional<Map.Entry<String, String>> asHeader() {
        return header == null ? Optional.empty() : Optional.of(Map.entry(header, scheme + secret));
    }

    /** The way alone. */
    @Override
    public String toString() {
        return header == null ? "Credential[none]" : "Credential[" + header + ": " + scheme + SHORTENED + "]";
    }

    /**
     * A line break at the end, as a file gives it, is dropped. Anything else that no header can carry is refused here,
     * because an HTTP client would quote the value in its exception.
     */
    private static String checked(String secret) {
        String stripped = secret.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        if (!stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("the key has a space or a character that no header can carry");
        }
        return stripped;
    }
}
