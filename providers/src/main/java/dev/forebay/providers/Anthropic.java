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

/** Anthropic Messages. */
final class Anthropic implements Provider {

    static final Anthropic INSTANCE = new Anthropic();

    /** The version of the form that this class reads and writes. */
    static final String VERSION = "2023-06-01";

    private Anthropic() {}

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://api.anthropic.com");
    }

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public List<String> keyVariables() {
        return List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN");
    }

    @Override
    public Optional<Credential> credential(Map<String, String> environment) {
        return variable(environment, "ANTHROPIC_API_KEY")
                .map(Credential::apiKey)
                .or(() -> variable(environment, "ANTHROPIC_AUTH_TOKEN").map(Credential::bearer));
    }

    static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    @Override
    public String body(Prompt prompt) {
        return RequestBody.anthropic(prompt);
    }

    @Override
    public RawRequest.Builder request(URI endpoint, Credential credential, String body) {
        return RequestBody.request(endpoint, credential, body).header("anthropic-version", VERSION);
    }

    @Override
    public List<LimitReading> readings(RawHeaders head) {
        return LimitHeaders.anthropic(head);
    }

    @Override
    public Signal signal(RawAnswer answer) {
        return BodyReader.signal(this, answer);
    }

    @Override
    public Optional<Answer> answer(RawAnswer answer) {
        return BodyReader.answer(this, answer);
    }

    @Override
    public AnswerStream stream() {
        return new AnthropicStream();
    }
}
