package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears a stream, and keeps the handle by which it is cancelled. */
final class Heard implements StreamingChatResponseHandler {

    final BlockingQueue<String> parts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    final CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();
    final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
        handle.complete(context.streamingHandle());
        parts.add(part.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
        answer.completeExceptionally(error);
    }

    void next(String part) throws InterruptedException {
        assertEquals(part, parts.poll(20, TimeUnit.SECONDS));
    }

    String text() throws Exception {
        return answer.get(20, TimeUnit.SECONDS).aiMessage().text();
    }

    /** As it was told; a future would unwrap it. */
    Throwable error() throws InterruptedException {
        Throwable told = errors.poll(20, TimeUnit.SECONDS);
        assertNotNull(told);
        return told;
    }
}
