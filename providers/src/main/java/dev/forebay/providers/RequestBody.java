package dev.forebay.providers;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.forebay.providers.http.RawRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes a prompt in each provider's form. */
final class RequestBody {

    /** OpenAI's models that reason refuse {@code max_tokens}; older ones, and other servers of the form, know only that. */
    private static final Pattern MAX_COMPLETION_TOKENS = Pattern.compile("(?:o\\d|gpt-(?:[5-9]|\\d{2})).*");

    private RequestBody() {}

    static RawRequest.Builder request(URI endpoint, Credential credential, String body) {
        RawRequest.Builder request = RawRequest.post(endpoint, body.getBytes(StandardCharsets.UTF_8))
                .header("content-type", "application/json");
        credential.asHeader().ifPresent(header -> request.header(header.getKey(), header.getValue()));
        return request;
    }

    static String anthropic(Prompt prompt) {
        return JsonText.object(out -> {
            out.writeStringField("model", prompt.model());
            if (!prompt.parameters().containsKey("max_tokens")) {
                out.writeNumberField("max_tokens", prompt.maxTokens());
            }
            if (prompt.system().isPresent()) {
                out.writeStringField("system", prompt.system().get());
            }
            out.writeArrayFieldStart("messages");
            message(out, "user", prompt.user());
            out.writeEndArray();
            if (prompt.isStream()) {
                out.writeBooleanField("stream", true);
            }
            parameters(out, prompt);
        });
    }

    static String openAi(Prompt prompt) {
        return JsonText.object(out -> {
            out.writeStringField("model", prompt.model());
            Map<String, String> parameters = prompt.parameters();
            if (!parameters.containsKey("max_tokens") && !parameters.containsKey("max_completion_tokens")) {
                boolean newer = MAX_COMPLETION_TOKENS.matcher(prompt.model()).matches();
                out.writeNumberField(newer ? "max_completion_tokens" : "max_tokens", prompt.maxTokens());
            }
            out.writeArrayFieldStart("messages");
            if (prompt.system().isPresent()) {
                message(out, "system", prompt.system().get());
            }
            message(out, "user", prompt.user());
            out.writeEndArray();
            if (prompt.isStream()) {
                stream(out, prompt);
            }
            parameters(out, prompt);
        });
    }

    /** Without {@code include_usage} a streamed answer never says what it used. */
    private static void stream(JsonGenerator out, Prompt prompt) throws IOException {
        out.writeBooleanField("stream", true);
        if (!prompt.parameters().containsKey("stream_options")) {
            out.writeObjectFieldStart("stream_options");
            out.writeBooleanField("include_usage", true);
            out.writeEndObject();
        }
    }

    private static void message(JsonGenerator out, String role, String content) throws IOException {
        out.writeStartObject();
        out.writeStringField("role", role);
        out.writeStringField("content", content);
        out.writeEndObject();
    }

    private static void parameters(JsonGenerator out, Prompt prompt) throws IOException {
        for (Map.Entry<String, String> parameter : prompt.parameters().entrySet()) {
            out.writeFieldName(parameter.getKey());
            out.writeRawValue(parameter.getValue());
        }
    }
}
