package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.queue.NewJob;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Names the jobs of one input, so that the same file read again names them the same: by a field if one was asked for, else by
 * {@code id}, else by {@code custom_id}, else by a hash of the line with a counter for repeats. Not thread-safe.
 */
public final class JobIds {

    /** 128 bits: no two different lines of any file share it by chance. */
    private static final int HASH_HEX_DIGITS = 32;

    private final Optional<String> field;
    private final SeenHashes hashes = new SeenHashes();
    private final Map<String, Integer> repeats = new HashMap<>();

    /** Ids by this field, or by the rule if there is none. */
    public JobIds(Optional<String> field) {
        this.field = field;
    }

    /**
     * The id of a line.
     *
     * @param text the line as it stands
     * @throws BadLineException if the field is missing or cannot be an id
     */
    public String idOf(ObjectNode line, String text) throws BadLineException {
        if (field.isPresent()) {
            JsonNode value = line.get(field.get());
            if (value == null || value.isNull()) {
                throw new BadLineException("there is no field \"" + field.get() + "\" to take the id from");
            }
            return checked(field.get(), value);
        }
        for (String name : new String[] {"id", "custom_id"}) {
            JsonNode value = line.get(name);
            if (value != null && !value.isNull()) {
                return checked(name, value);
            }
        }
        String hash = sha256(text.strip()).substring(0, HASH_HEX_DIGITS);
        return hashes.add(hash) ? hash : hash + "-" + repeats.merge(hash, 2, (count, two) -> count + 1);
    }

    /** The SHA-256 of a text in hexadecimal. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String checked(String name, JsonNode value) throws BadLineException {
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new BadLineException("the field \"" + name + "\" is neither a text nor a whole number, and so no id");
        }
        String id = value.asText();
        if (id.isEmpty() || id.length() > NewJob.ID_LENGTH_MAX) {
            throw new BadLineException("the id in \"" + name + "\" has " + id.length() + " characters; allowed: 1 to "
                    + NewJob.ID_LENGTH_MAX);
        }
        return id;
    }
}
