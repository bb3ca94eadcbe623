package dev.forebay.cli.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.providers.Provider;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobStore;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a store remembers of the input that its jobs came from: so that a run whose input was a pipe can go on, and every result
 * gets the same form. Immutable.
 *
 * @param batch the form of a batch; empty if the jobs were made by a prompt
 * @param bounds the largest of what the bytes of its jobs do not tell
 * @param settings tell whether another run would make the same jobs of the same documents; empty for a batch
 * @param whole whether the input was read to its end
 * @param bad lines that made no job
 */
public record StoredInput(Optional<BatchForm> batch, RequestBounds bounds, String settings, boolean whole, long bad) {

    private static final String NAME = "input";
    private static final JsonMapper JSON = new JsonMapper();

    /** What the store remembers; empty if no run has read any input into it. Blocks. */
    public static Optional<StoredInput> in(JobReader store) {
        return Stores.await(store.value(NAME)).map(StoredInput::of);
    }

    /** Makes the store remember this. Blocks until it is on the disk. */
    public void save(JobStore store) {
        ObjectNode node = JSON.createObjectNode()
                .put("settings", settings)
                .put("whole", whole)
                .put("bad", bad);
        bounds.outputTokensMax().ifPresent(tokens -> node.put("output_tokens_max", tokens));
        bounds.textBytesMax().ifPresent(bytes -> node.put("text_bytes_max", bytes));
        batch.ifPresent(form -> node.put("provider", form.provider().name())
                .put("path", form.path())
                .put("model", form.model()));
        Stores.await(store.put(NAME, Bytes.utf8(node.toString())));
    }

    private static StoredInput of(Bytes bytes) {
        JsonNode node;
        try {
            node = JSON.readTree(bytes.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store's memory of its input is damaged", e);
        }
        Optional<BatchForm> batch = node.has("provider")
                ? Optional.of(new BatchForm(
                        Provider.named(node.path("provider").asText()),
                        node.path("path").asText(),
                        node.path("model").asText()))
                : Optional.empty();
        RequestBounds bounds = new RequestBounds(number(node, "output_tokens_max"), number(node, "text_bytes_max"));
        return new StoredInput(
                batch,
                bounds,
                node.path("settings").asText(),
                node.path("whole").asBoolean(),
                node.path("bad").asLong());
    }

    private static OptionalLong number(JsonNode node, String field) {
        return node.has(field) ? OptionalLong.of(node.path(field).asLong()) : OptionalLong.empty();
    }
}
