package dev.forebay.simulator.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.forebay.simulator.answer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the parts of a request body that both forms share. Stateless. */
public final class Prompts {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What the role and the frame of a message cost. */
    private static final int TOKENS_PER_MESSAGE = 4;

    /** A picture costs by its size on the screen, not by its bytes: about that of one megapixel. */
    private static final int TOKENS_PER_PICTURE = 1300;

    private static final Set<String> PICTURES = Set.of("image", "image_url", "document", "file", "input_audio");
    private static final int HASH_CHARACTERS = 16;

    private Prompts() {}

    /**
     * The hash by which the ledger tells contents apart: 16 hexadecimal digits over the system prompt and the messages of
     * a request body, in either form.
     *
     * @throws IllegalArgumentException if the body is not a JSON object
     */
    public static String contentHash(byte[] body) {
        try {
            return contentHash(JSON.readTree(body));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the body is not JSON", unreadable);
        }
    }

    static JsonNode object(byte[] body) throws RejectedRequest {
        try {
            JsonNode root = JSON.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JacksonException malformed) {
            throw new RejectedRequest(Failure.INVALID, "We could not parse the JSON body of your request.");
        } catch (IOException unreadable) {
            throw new IllegalStateException("an array of bytes can always be read", unreadable);
        }
        throw new RejectedRequest(Failure.INVALID, "The body of the request must be a JSON object.");
    }

    /**
     * Reads model, messages and the like.
     *
     * @param maxTokens the most output tokens, which each form calls otherwise
     * @param includeUsage see {@link Prompt#includeUsage}
     */
    static Prompt prompt(JsonNode root, OptionalLong maxTokens, boolean includeUsage) throws RejectedRequest {
        JsonNode model = root.path("model");
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw new RejectedRequest(Failure.INVALID, "model: Field required");
        }
        JsonNode messages = root.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new RejectedRequest(Failure.INVALID, "messages: at least one message is required");
        }
        Content all = new Content();
        all.addIfPresent(root.path("system"));
        all.addIfPresent(root.path("tools"));
        Content user = new Content();
        for (JsonNode message : messages) {
            JsonNode role = message.path("role");
            JsonNode content = message.path("content");
            if (!role.isTextual() || !(content.isTextual() || content.isArray() || content.isNull())) {
                throw new RejectedRequest(Failure.INVALID, "messages: each needs a role and a content");
            }
            all.add(content);
            if (role.textValue().equals("user")) {
                user.add(content);
            }
        }
        return new Prompt(
                model.textValue(),
                user.text(),
                all.tokens(),
                all.characters(),
                maxTokens,
                root.path("stream").asBoolean(false),
                includeUsage,
                contentHash(root));
    }

    private static String contentHash(JsonNode root) {
        String content = root.path("system") + "\n" + root.path("messages");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Text and pictures, added up. Not thread-safe. */
    private static final class Content {

        private final StringBuilder text = new StringBuilder();
        private long extraTokens;

        void addIfPresent(JsonNode content) {
            if (!(content instanceof MissingNode) && !content.isNull()) {
                add(content);
            }
        }

        void add(JsonNode content) {
            extraTokens += TOKENS_PER_MESSAGE;
            if (content.isArray()) {
                content.forEach(this::addBlock);
            } else if (!content.isNull()) {
                addText(content.asText());
            }
        }

        private void addBlock(JsonNode block) {
            if (PICTURES.contains(block.path("type").asText())) {
                extraTokens += TOKENS_PER_PICTURE;
            } else {
                addText(block.path("text").isTextual() ? block.path("text").textValue() : block.toString());
            }
        }

        private void addText(String part) {
            text.append(text.isEmpty() ? "" : "\n").append(part);
        }

        String text() {
            return text.toString();
        }

        long characters() {
            return text.length();
        }

        long tokens() {
            return Tokenizer.count(text()) + extraTokens;
        }
    }
}
