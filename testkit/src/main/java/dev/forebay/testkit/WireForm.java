package dev.forebay.testkit;

import java.time.Duration;

/**
 * How a provider writes its answers, for a {@link ScriptedProvider} to give. Every answer used {@value #INPUT_TOKENS} input and
 * {@value #OUTPUT_TOKENS} output tokens. White space, escapes and a field that nobody knows are as odd as providers may send
 * them any day, so that a test can show that bytes pass unchanged. Immutable.
 */
public enum WireForm {
    /** Anthropic Messages. */
    ANTHROPIC(
            "claude-haiku-4-5",
            """
            {"id":"msg_1","type":"message" ,"role":"assistant","model":"claude-haiku-4-5",\
            "content":[{"type":"text","text":"TEXT"}],"stop_reason":"end_turn","new_field":[1],\
            "stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":15}}
            """,
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
            "model":"claude-haiku-4-5","content":[],"stop_reason":null,"stop_sequence":null,\
            "usage":{"input_tokens":25,"output_tokens":1}}   }

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one"}}

            """,
            """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" two"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
            "usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop" }

            """,
            "{\"type\":\"error\",\"error\":{\"type\":\"TYPE\",\"message\":\"TEXT\"}}",
            "rate_limit_error"),

    /** OpenAI Chat Completions, and any server of that form. */
    OPENAI(
            "gpt-5-mini",
            """
            {"id":"chatcmpl-1","object":"chat.completion" ,"created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"TEXT"},\
            "finish_reason":"stop"}],"new_field":[1],\
            "usage":{"prompt_tokens":25,"completion_tokens":15,"total_tokens":40}}
            """,
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{"role":"assistant","content":"one"},"finish_reason":null}]   }

            """,
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{"content":" two"},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini",\
            "choices":[],"usage":{"prompt_tokens":25,"completion_tokens":15,"total_tokens":40}}

            data: [DONE]

            """,
            "{\"error\":{\"message\":\"TEXT\",\"type\":\"TYPE\",\"param\":null,\"code\":\"TYPE\"}}",
            "rate_limit_exceeded");

    /** What every answer used for its prompt. */
    public static final int INPUT_TOKENS = 25;

    /** What every answer used for its text. */
    public static final int OUTPUT_TOKENS = 15;

    private static final String JSON = "application/json";

    private final String model;
    private final String message;
    private final String streamStart;
    private final String streamEnd;
    private final String error;
    private final String throttle;

    WireForm(String model, String message, String streamStart, String streamEnd, String error, String throttle) {
        this.model = model;
        this.message = message;
        this.streamStart = streamStart;
        this.streamEnd = streamEnd;
        this.error = error;
        this.throttle = throttle;
    }

    /** The model that the answers name. */
    public String model() {
        return model;
    }

    /** A whole answer whose text is {@code é é}, the first of them escaped. */
    public ScriptedAnswer answer() {
        return ScriptedAnswer.of(200, JSON, message.replace("TEXT", "\\u00e9 é"));
    }

    /** A whole answer with this text. */
    public ScriptedAnswer answer(String text) {
        return ScriptedAnswer.of(200, JSON, message.replace("TEXT", escaped(text)));
    }

    /** A whole stream of events whose text is {@code one two}: {@link #streamStart} and {@link #streamEnd}. */
    public ScriptedAnswer stream() {
        return ScriptedAnswer.of(200, "text/event-stream; charset=utf-8", streamStart + streamEnd);
    }

    /** The events of a stream up to its first text, {@code one}. */
    public String streamStart() {
        return streamStart;
    }

    /** All events after {@link #streamStart}: the text {@code  two}, the usage, and the end. */
    public String streamEnd() {
        return streamEnd;
    }

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param type the provider's word for it, such as {@code invalid_request_error} or {@code overloaded_error}
     * @param message for a person
     */
    public ScriptedAnswer error(int status, String type, String message) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; allowed for an error is 400 to 599");
        }
        return ScriptedAnswer.of(
                status, JSON, error.replace("TYPE", escaped(type)).replace("TEXT", escaped(message)));
    }

    /**
     * A 429 for a limit.
     *
     * @param retryAfter what it says how long to wait: whole seconds, from 1 s
     */
    public ScriptedAnswer throttled(Duration retryAfter) {
        return error(429, throttle, "rate limit reached").withRetryAfter(retryAfter);
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        text.chars().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                json.append('\\').append((char) letter);
            } else if (letter < ' ') {
                json.append(String.format("\\u%04x", letter));
            } else {
                json.append((char) letter);
            }
        });
        return json.toString();
    }
}
