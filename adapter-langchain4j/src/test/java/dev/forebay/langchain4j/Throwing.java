package dev.forebay.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** A handler that throws whatever it is told. */
record Throwing(Throwable thrown) implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String part) {
        raise();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        raise();
    }

    @Override
    public void onError(Throwable error) {
        raise();
    }

    private void raise() {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
