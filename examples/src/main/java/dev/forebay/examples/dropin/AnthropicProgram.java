package dev.forebay.examples.dropin;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.forebay.Forebay;
import dev.forebay.anthropic.ForebayAnthropic;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks through Anthropic's Java SDK. */
final class AnthropicProgram implements Program {

    private final AnthropicClient claude;

    AnthropicProgram(URI baseUrl, boolean withForebay) {
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl.toString())
                .apiKey("none-needed-here")
                .build();
        claude = withForebay ? ForebayAnthropic.wrap(client, Forebay.create()) : client;
    }

    private static MessageCreateParams request(String prompt) {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(50)
                .addUserMessage(prompt)
                .build();
    }

    private static String text(Message message) {
        return message.content().stream()
                .map(ContentBlock::asText)
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    @Override
    public String ask(String prompt) {
        return text(claude.messages().create(request(prompt)));
    }

    @Override
    public CompletableFuture<String> askAsync(String prompt) {
        return claude.async().messages().create(request(prompt)).thenApply(AnthropicProgram::text);
    }

    @Override
    public String stream(String prompt) {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<RawMessageStreamEvent> stream = claude.messages().createStreaming(request(prompt))) {
            boolean whole = stream.stream()
                            .peek(event -> event.contentBlockDelta()
                                    .flatMap(delta -> delta.delta().text())
                                    .ifPresent(delta -> text.append(delta.text())))
                            .filter(RawMessageStreamEvent::isMessageStop)
                            .count()
                    == 1;
            return whole ? text.toString() : "";
        }
    }

    @Override
    public void close() {
        claude.close();
    }
}
