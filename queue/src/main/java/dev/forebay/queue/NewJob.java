package dev.forebay.queue;

import dev.forebay.pool.Priority;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A job that is not in a store yet. Immutable.
 *
 * @param id unique in its store; 1 to {@value #ID_LENGTH_MAX} characters
 * @param priority the urgency
 * @param payload what the handler gets
 * @param fingerprint tells whether the same id still means the same work; 1 to {@value #FINGERPRINT_LENGTH_MAX}
 *     characters
 */
public record NewJob(String id, Priority priority, Bytes payload, String fingerprint) {

    /** Long enough for a path or an address used as an id, short enough for an index. */
    public static final int ID_LENGTH_MAX = 1_024;

    /** Twice a SHA-512 in hexadecimal. */
    public static final int FINGERPRINT_LENGTH_MAX = 256;

    /** Checks the lengths. */
    public NewJob {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(payload, "payload");
        checkLength("id", id, ID_LENGTH_MAX);
        checkLength("fingerprint", fingerprint, FINGERPRINT_LENGTH_MAX);
    }

    /** A job of normal priority whose fingerprint is the SHA-256 of its payload. */
    public static NewJob of(String id, Bytes payload) {
        return new NewJob(id, Priority.NORMAL, payload, sha256(payload));
    }

    /** The same job with another priority. */
    public NewJob withPriority(Priority other) {
        return new NewJob(id, other, payload, fingerprint);
    }

    /** The same job with another fingerprint. */
    public NewJob withFingerprint(String other) {
        return new NewJob(id, priority, payload, other);
    }

    private static void checkLength(String name, String value, int maximum) {
        if (value.isEmpty() || value.length() > maximum) {
            throw new IllegalArgumentException(
                    name + " has " + value.length() + " characters; it must have 1 to " + maximum);
        }
    }

    private static String sha256(Bytes payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
