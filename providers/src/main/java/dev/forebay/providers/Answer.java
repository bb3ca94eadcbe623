package dev.forebay.providers;

import dev.forebay.signal.Usage;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a model answered: its text, why it stopped, and what it used. Immutable. */
public final class Answer {

    // Anthropic, handling stop reasons; OpenAI, finish_reason of a chat completion, status details of a response.
    private static final Set<String> TRUNCATED =
            Set.of("max_tokens", "model_context_window_exceeded", "length", "max_output_tokens");
    private static final Set<String> REFUSED = Set.of("refusal", "content_filter");

    private final String text;
    private final @Nullable String stopReason;
    private final @Nullable Usage usage;
    private final @Nullable String model;
    private final @Nullable String id;

    Answer(
            String text,
            @Nullable String stopReason,
            @Nullable Usage usage,
            @Nullable String model,
            @Nullable String id) {
        this.text = text;
        this.stopReason = stopReason;
        this.usage = usage;
        this.model = model;
        this.id = id;
    }

    /** The blocks of text, joined; empty if the model gave none, as with a tool call. */
    public String text() {
        return text;
    }

    /**
     * Why the model stopped, in the provider's word: {@code end_turn} or {@code stop}, {@code max_tokens} or
     * {@code length}, {@code refusal}; empty if it did not say.
     */
    public Optional<String> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    /** Whether the answer ends where the model had no room left: at max tokens, or at the end of its window. */
    public boolean isTruncated() {
        return stopReason != null && TRUNCATED.contains(stopReason);
    }

    /** Whether the model, or a filter behind it, declined to answer. */
    public boolean isRefused() {
        return stopReason != null && REFUSED.contains(stopReason);
    }

    /** What the call used; empty if the provider did not say. */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** The model that answered, which may be another than the one asked. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** The provider's name of this answer. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** All but the text, which may be private. */
    @Override
    public String toString() {
        return "Answer[" + id + ", " + model + ", " + text.length() + " characters, " + stopReason + ", " + usage + "]";
    }
}
