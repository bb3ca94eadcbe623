package dev.forebay.providers.client;

import dev.forebay.providers.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint whose calls the provider's limits of tokens count. All else is metered apart or not at all: batches, models,
 * files, audio, counting of tokens. Immutable.
 *
 * @param provider whose wire it speaks
 * @param name the last part of its path
 */
public record MeteredEndpoint(Provider provider, String name) {

    private static final String EMBEDDINGS = "embeddings";

    private static final Set<String> OF_ANTHROPIC = Set.of("messages");
    private static final Set<String> OF_OPENAI = Set.of("completions", "responses", EMBEDDINGS);

    /**
     * The endpoint that a request goes to.
     *
     * @param path its parts; only the last one counts
     */
    public static Optional<MeteredEndpoint> of(Provider provider, String method, List<String> path) {
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        Set<String> metered = provider.equals(Provider.anthropic()) ? OF_ANTHROPIC : OF_OPENAI;
        return method.equals("POST") && metered.contains(last)
                ? Optional.of(new MeteredEndpoint(provider, last))
                : Optional.empty();
    }

    /** Whether its answers have output tokens: those that are vectors have none. */
    boolean hasOutput() {
        return !name.equals(EMBEDDINGS);
    }
}
