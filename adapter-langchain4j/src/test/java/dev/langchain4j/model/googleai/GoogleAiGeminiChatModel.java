package dev.langchain4j.model.googleai;

import dev.langchain4j.http.client.HttpClientBuilder;

/** Stands for the model of this name, whose jar is not among those of the tests: names and settings of its builder. */
public final class GoogleAiGeminiChatModel {

    private GoogleAiGeminiChatModel() {}

    /** As LangChain4j's. */
    public static final class GoogleAiGeminiChatModelBuilder {

        /** Takes any client. */
        public GoogleAiGeminiChatModelBuilder httpClientBuilder(HttpClientBuilder builder) {
            return this;
        }

        /** Takes any number. */
        public GoogleAiGeminiChatModelBuilder maxRetries(Integer retries) {
            return this;
        }
    }
}
