package dev.forebay.providers;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one provider's wire means: how a request is written and how an answer is read. Immutable and thread-safe; nothing
 * blocks.
 *
 * <p>Reading is total: any status, headers and bytes give a {@link Signal}, never an exception.
 */
public sealed interface Provider permits Anthropic, OpenAi {

    /** Anthropic Messages. */
    static Provider anthropic() {
        return Anthropic.INSTANCE;
    }

    /** OpenAI Chat Completions, and any server of that form. */
    static Provider openAi() {
        return OpenAi.INSTANCE;
    }

    /**
     * The provider of this name.
     *
     * @param name {@code anthropic} or {@code openai}
     */
    static Provider named(String name) {
        return List.of(anthropic(), openAi()).stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("provider is '" + name + "'; allowed: anthropic and openai"));
    }

    /** The name, in lower case, as {@link #named} takes it. */
    String name();

    /** Where the provider itself is. */
    URI defaultBaseUrl();

    /** What follows the version in the address: {@code /messages}. */
    String path();

    /**
     * The address of a call.
     *
     * @param baseUrl with or without a version such as {@code /v1}, with or without a slash at the end, or the whole address
     * @throws IllegalArgumentException if it is not http or https, has no host, or holds a password or a fragment
     */
    default URI endpoint(URI baseUrl) {
        return endpoint(baseUrl, path());
    }

    /**
     * The address of another endpoint whose answers are read too: OpenAI's {@code /responses}, {@code /completions},
     * {@code /embeddings}.
     *
     * @param baseUrl as in {@link #endpoint(URI)}
     * @param path what follows the version in the address
     * @throws IllegalArgumentException as in {@link #endpoint(URI)}
     */
    default URI endpoint(URI baseUrl, String path) {
        return Endpoint.of(baseUrl, path);
    }

    /** The names of the variables that hold a key, in the order in which they are looked for. */
    List<String> keyVariables();

    /**
     * The key in this environment; empty if none of {@link #keyVariables} is set to more than blanks.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException if a key is there that no header can carry; the message does not show it
     */
    Optional<Credential> credential(Map<String, String> environment);

    /** The body of the request that asks this prompt, as JSON. */
    String body(Prompt prompt);

    /**
     * A request with the headers that the provider wants, ready for further headers and a deadline.
     *
     * @param endpoint as from {@link #endpoint}
     * @param body as from {@link #body}, or JSON that was made elsewhere
     */
    RawRequest.Builder request(URI endpoint, Credential credential, String body);

    /** What the headers say of the limits; empty if nothing. */
    List<LimitReading> readings(RawHeaders head);

    /** What an answer means. A body that is a stream of events is read as one. */
    Signal signal(RawAnswer answer);

    /**
     * What an answer means as far as its headers tell: an early view, replaced by {@link #signal(RawAnswer)} when the body is
     * there. The readings are final, the verdict is not: a success may break off, and most kinds of 429 differ in their
     * bodies alone.
     */
    default Signal signal(RawHeaders head) {
        return BodyReader.early(this, head);
    }

    /** The model's answer in a body that {@link #signal(RawAnswer)} finds to have succeeded; empty for any other. */
    Optional<Answer> answer(RawAnswer answer);

    /** A reader for one streamed answer. */
    AnswerStream stream();
}
