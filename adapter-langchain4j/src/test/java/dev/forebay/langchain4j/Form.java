package dev.forebay.langchain4j;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.time.Duration;

/** A provider's models in LangChain4j, and what the provider says on the wire. */
enum Form {
    ANTHROPIC("claude-haiku-4-5", "rpm=1200,itpm=600000,otpm=120000,burst=1s", """
            {"id":"msg_1","type":"message" ,"role":"assistant","model":"claude-haiku-4-5",\
            "content":[{"type":"text","text":"\\u00e9 é"}],"stop_reason":"end_turn","new_field":[1],\
            "stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":15}}
            """, """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
            "model":"claude-haiku-4-5","content":[],"stop_reason":null,"stop_sequence":null,\
            "usage":{"input_tokens":25,"output_tokens":1}}   }

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one"}}

            """, """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" two"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
            "usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop" }

            """) {
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

    OPENAI("gpt-5-mini", "rpm=1200,tpm=600000,burst=1s", """
            {"id":"chatcmpl-1","object":"chat.completion" ,"created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"\\u00e9 é"},\
            "finish_reason":"stop"}],"new_field":[1],\
            "usage":{"prompt_tokens":25,"completion_tokens":15,"total_tokens":40}}
            """, """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{"role":"assistant","content":"one"},"finish_reason":null}]   }

            """, """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{"content":" two"},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[],"usage":{"prompt_tokens":25,"completion_tokens":15,"total_tokens":40}}

            data: [DONE]

            """) {
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

    final String model;
    final String limits;
    final String message;
    final String firstEvents;
    final String lastEvents;

    Form(String model, String limits, String message, String firstEvents, String lastEvents) {
        this.model = model;
        this.limits = limits;
        this.message = message;
        this.firstEvents = firstEvents;
        this.lastEvents = lastEvents;
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
