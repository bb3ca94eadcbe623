package dev.forebay.langchain4j;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.testkit.WireForm;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.time.Duration;

/** A provider's models in LangChain4j, and how the provider writes on the wire. */
enum Form {
    ANTHROPIC(WireForm.ANTHROPIC, "rpm=1200,itpm=600000,otpm=120000,burst=1s") {
        @Override
        ChatModel model(Forebay forebay, URI baseUrl, Duration timeout) {
            return ForebayLangChain4j.configure(
                            AnthropicChatModel.builder()
                                    .baseUrl(baseUrl + "/v1")
                                    .apiKey("none-needed-here")
                                    .modelName(model)
                                    .maxTokens(200)
                                    .timeout(timeout),
                            forebay)
                    .build();
        }

        @Override
        StreamingChatModel streaming(HttpClientBuilder client, URI baseUrl, Duration timeout) {
            return AnthropicStreamingChatModel.builder()
                    .httpClientBuilder(client)
                    .baseUrl(baseUrl + "/v1")
                    .apiKey("none-needed-here")
                    .modelName(model)
                    .maxTokens(200)
                    .timeout(timeout)
                    .build();
        }

        @Override
        Metering metering() {
            return Metering.AS_PRODUCED;
        }
    },

    OPENAI(WireForm.OPENAI, "rpm=1200,tpm=600000,burst=1s") {
        @Override
        ChatModel model(Forebay forebay, URI baseUrl, Duration timeout) {
            return ForebayLangChain4j.configure(
                            OpenAiChatModel.builder()
                                    .baseUrl(baseUrl + "/v1")
                                    .apiKey("none-needed-here")
                                    .modelName(model)
                                    .maxCompletionTokens(200)
                                    .timeout(timeout),
                            forebay)
                    .build();
        }

        @Override
        StreamingChatModel streaming(HttpClientBuilder client, URI baseUrl, Duration timeout) {
            return OpenAiStreamingChatModel.builder()
                    .httpClientBuilder(client)
                    .baseUrl(baseUrl + "/v1")
                    .apiKey("none-needed-here")
                    .modelName(model)
                    .maxCompletionTokens(200)
                    .timeout(timeout)
                    .build();
        }

        @Override
        Metering metering() {
            return Metering.UP_FRONT;
        }
    };

    final WireForm wire;
    final String model;
    final String limits;

    Form(WireForm wire, String limits) {
        this.wire = wire;
        this.model = wire.model();
        this.limits = limits;
    }

    /** A model whose calls block, by the one line that sets the retries too. */
    abstract ChatModel model(Forebay forebay, URI baseUrl, Duration timeout);

    /** A model that streams. */
    abstract StreamingChatModel streaming(HttpClientBuilder client, URI baseUrl, Duration timeout);

    abstract Metering metering();

    Pool pool(Forebay forebay, Limits limits) {
        return forebay.pool(model, limits, metering());
    }
}
