package dev.forebay.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.forebay.cli.input.JobIds;
import dev.forebay.cli.input.OutputBounds;
import dev.forebay.cli.output.Json;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.signal.Signal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What all calls of a run have in common: the address, the key, the model and its settings. Immutable and thread-safe.
 *
 * @param provider whose wire it is
 * @param endpoint the whole address
 * @param credential the key
 * @param model the settings of the model
 * @param headers further headers
 * @param timeout for headers and body together
 */
public record CallForm(
        Provider provider,
        URI endpoint,
        Credential credential,
        ModelSettings model,
        Map<String, String> headers,
        Duration timeout) {

    /**
     * What is asked of the model beside the prompt. Immutable.
     *
     * @param name the provider's name of the model
     * @param system the instruction before each prompt
     * @param maxTokens the most tokens of an answer, 1 or more
     * @param parameters further fields of the request, as JSON or text
     */
    public record ModelSettings(String name, Optional<String> system, int maxTokens, Map<String, String> parameters) {

        /** Sorts the parameters: their order means nothing, and must not make a job another one. */
        public ModelSettings {
            parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
        }
    }

    /** Copies the headers. */
    public CallForm {
        headers = Map.copyOf(headers);
    }

    /** The address as a person may see it: a query may hold a secret. */
    public String address() {
        String whole = endpoint.toString();
        int query = whole.indexOf('?');
        return query < 0 ? whole : whole.substring(0, query);
    }

    /** The body of the request that asks this prompt. */
    public String body(String prompt) {
        Prompt.Builder builder = Prompt.of(model.name(), prompt).maxTokens(model.maxTokens());
        model.system().ifPresent(builder::system);
        model.parameters().forEach(builder::parameter);
        return provider.body(builder.build());
    }

    /** The most tokens that a prompt's answers may have, whichever option says so; empty if none does. */
    public OptionalLong outputTokensMax() {
        try {
            return OutputBounds.outputTokensMax(provider.path(), Json.parse(body("probe")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a provider's body is always JSON", e);
        }
    }

    /** Tells whether two bodies ask the same of the same provider. */
    public String fingerprint(String body) {
        return JobIds.sha256(provider.name() + "\n" + body);
    }

    /** The same for the line of a batch, which names the endpoint itself. */
    public String fingerprint(String path, String body) {
        return JobIds.sha256(provider.name() + " " + path + "\n" + body);
    }

    /** The request with this body, ready to be sent. */
    public RawRequest request(String body) {
        RawRequest.Builder request =
                provider.request(endpoint, credential, body).deadline(timeout);
        headers.forEach(request::header);
        return request.build();
    }

    /** The signal without the key, should the server have echoed it. */
    public Signal redacted(Signal signal) {
        String message = credential.redact(signal.message());
        if (message.equals(signal.message())) {
            return signal;
        }
        Signal.Builder clean = Signal.builder(signal.verdict()).message(message);
        signal.usage().ifPresent(clean::usage);
        signal.readings().forEach(clean::reading);
        signal.retryAfter().ifPresent(clean::retryAfter);
        signal.until().ifPresent(clean::until);
        signal.dimension().ifPresent(clean::dimension);
        return clean.build();
    }
}
