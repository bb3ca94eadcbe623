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

/** OpenAI Chat Completions, and any server of that form. */
final class OpenAi implements Provider {

    static final OpenAi INSTANCE = new OpenAi();

    private OpenAi() {}

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://api.openai.com");
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public List<String> keyVariables() {
        return List.of("OPENAI_API_KEY");
    }

    @Override
    public Optional<Credential> credential(Map<String, String> environment) {
        return Anthropic.variable(environment, "OPENAI_API_KEY").map(Credential::bearer);
    }

    @Override
    public String body(Prompt prompt) {
        return RequestBody.openAi(prompt);
    }

    @Override
    public RawRequest.Builder request(URI endpoint, Credential credential, String body) {
        return RequestBody.request(endpoint, credential, body);
    }

    @Override
    public List<LimitReading> readings(RawHeaders head) {
        return LimitHeaders.openAi(head);
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
        return new OpenAiStream();
    }
}
