package dev.langchain4j.model.ollama;

import dev.langchain4j.http.client.HttpClientBuilder;

/** Stands for the model of this name, whose jar is not among those of the tests: names and settings of its builder. */
public final class OllamaChatModel {

    private OllamaChatModel() {}

    /** As LangChain4j's. */
    public static final class OllamaChatModelBuilder {

        /** Takes any client. */
        public OllamaChatModelBuilder httpClientBuilder(HttpClientBuilder builder) {
            return this;
        }

        /** Takes any number. */
        public OllamaChatModelBuilder maxRetries(Integer retries) {
            return this;
        }
    }
}
