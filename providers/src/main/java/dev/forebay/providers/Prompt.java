package dev.forebay.providers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of a model in one call, in words that fit every provider. Immutable. */
public final class Prompt {

    /** Enough for an extraction or a paragraph, and little to pay when a model runs on. */
    public static final int MAX_TOKENS_DEFAULT = 1024;

    private static final Set<String> FIXED = Set.of("model", "messages", "system", "stream");

    private final String model;
    private final String user;
    private final @Nullable String system;
    private final int maxTokens;
    private final boolean stream;
    private final Map<String, String> parameters;

    private Prompt(Builder builder) {
        model = builder.model;
        user = builder.user;
        system = builder.system;
        maxTokens = builder.maxTokens;
        stream = builder.stream;
        parameters = new LinkedHashMap<>(builder.parameters);
    }

    /**
     * A prompt of one message.
     *
     * @param model the provider's name of the model, not blank
     * @param user the text of the message, not empty: every provider refuses an empty one
     */
    public static Builder of(String model, String user) {
        return new Builder(model, user);
    }

    /** The provider's name of the model. */
    public String model() {
        return model;
    }

    /** The text of the message. */
    public String user() {
        return user;
    }

    /** The instruction that stands before the message, if any. */
    public Optional<String> system() {
        return Optional.ofNullable(system);
    }

    /** The most tokens that the answer may have. */
    public int maxTokens() {
        return maxTokens;
    }

    /** Whether the answer is to come as a stream of events. */
    public boolean isStream() {
        return stream;
    }

    /** Further fields of the request, each a JSON value, in the order in which they were set. */
    Map<String, String> parameters() {
        return parameters;
    }

    /** The model and sizes; the text may be private. */
    @Override
    public String toString() {
        return "Prompt[" + model + ", " + user.length() + " characters, at most " + maxTokens + " tokens]";
    }

    /** Collects the parts of a {@link Prompt}; not thread-safe. */
    public static final class Builder {

        private final String model;
        private final String user;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private @Nullable String system;
        private int maxTokens = MAX_TOKENS_DEFAULT;
        private boolean stream;

        private Builder(String model, String user) {
            if (model.isBlank()) {
                throw new IllegalArgumentException("the model's name is blank");
            }
            if (user.isEmpty()) {
                throw new IllegalArgumentException("the prompt is empty; a provider refuses an empty message");
            }
            this.model = model;
            this.user = user;
        }

        /** The instruction that stands before the message; an empty one counts as none. Default: none. */
        public Builder system(String system) {
            this.system = system.isEmpty() ? null : system;
            return this;
        }

        /** The most tokens that the answer may have, 1 or more. Default: {@link #MAX_TOKENS_DEFAULT}. */
        public Builder maxTokens(int maxTokens) {
            if (maxTokens < 1) {
                throw new IllegalArgumentException("max tokens is " + maxTokens + "; allowed: 1 or more");
            }
            this.maxTokens = maxTokens;
            return this;
        }

        /** Whether the answer is to come as a stream of events. Default: no. */
        public Builder stream(boolean stream) {
            this.stream = stream;
            return this;
        }

        /**
         * Sets one more field of the request, such as {@code temperature}; it replaces one that the provider's form would
         * set, such as {@code max_tokens}.
         *
         * @param name the field; none of model, messages, system, stream, which have methods of their own
         * @param value taken as JSON if it is JSON ({@code 0}, {@code true}, {@code ["a"]}), else as a string
         */
        public Builder parameter(String name, String value) {
            if (name.isBlank() || FIXED.contains(name)) {
                throw new IllegalArgumentException("parameter '" + name + "' cannot be set this way; allowed: any field"
                        + " but model, messages, system and stream");
            }
            parameters.put(name, JsonReader.isWhole(value) ? value : JsonText.quoted(value));
            return this;
        }

        /** The prompt. */
        public Prompt build() {
            return new Prompt(this);
        }
    }
}
