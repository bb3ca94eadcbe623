package dev.forebay.examples.dropin;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.forebay.Forebay;
import dev.forebay.openai.ForebayOpenAi;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks through OpenAI's Java SDK. */
final class OpenAiProgram implements Program {

    private final OpenAIClient gpt;

    OpenAiProgram(URI baseUrl, boolean withForebay) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none-needed-here")
                .build();
        gpt = withForebay ? ForebayOpenAi.wrap(client, Forebay.create()) : client;
    }

    private static ChatCompletionCreateParams request(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5-mini")
                .maxCompletionTokens(50)
                .addUserMessage(prompt)
                .build();
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElse("");
    }

    @Override
    public String ask(String prompt) {
        return text(gpt.chat().completions().create(request(prompt)));
    }

    @Override
    public CompletableFuture<String> askAsync(String prompt) {
        return gpt.async().chat().completions().create(request(prompt)).thenApply(OpenAiProgram::text);
    }

    @Override
    public String stream(String prompt) {
        StringBuilder text = new StringBuilder();
        AtomicInteger ends = new AtomicInteger();
        try (StreamResponse<ChatCompletionChunk> stream =
                gpt.chat().completions().createStreaming(request(prompt))) {
            stream.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> {
                text.append(choice.delta().content().orElse(""));
                ends.addAndGet(choice.finishReason().isPresent() ? 1 : 0);
            });
        }
        return ends.get() == 1 ? text.toString() : "";
    }

    @Override
    public void close() {
        gpt.close();
    }
}
