package dev.forebay.examples.dropin;

import dev.forebay.Forebay;
import dev.forebay.langchain4j.ForebayLangChain4j;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatModel.AnthropicChatModelBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Asks through LangChain4j's models of Anthropic. What is asked without waiting is a stream: its other model blocks. */
final class LangChain4jProgram implements Program {

    private final ChatModel model;
    private final StreamingChatModel streaming;

    LangChain4jProgram(URI baseUrl, boolean withForebay) {
        AnthropicChatModelBuilder blocking = AnthropicChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none-needed-here")
                .modelName("claude-haiku-4-5")
                .maxTokens(50);
        AnthropicStreamingChatModelBuilder events = AnthropicStreamingChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none-needed-here")
                .modelName("claude-haiku-4-5")
                .maxTokens(50);
        Forebay forebay = Forebay.create();
        model = (withForebay ? ForebayLangChain4j.configure(blocking, forebay) : blocking).build();
        streaming = (withForebay ? ForebayLangChain4j.configure(events, forebay) : events).build();
    }

    @Override
    public String ask(String prompt) {
        return model.chat(prompt);
    }

    @Override
    public CompletableFuture<String> askAsync(String prompt) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        streaming.chat(prompt, new StreamingChatResponseHandler() {

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    @Override
    public String stream(String prompt) throws Exception {
        return askAsync(prompt).get();
    }

    /** LangChain4j's models have nothing to close. */
    @Override
    public void close() {}
}
