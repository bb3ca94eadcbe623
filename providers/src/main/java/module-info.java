/** What LLM providers send and mean: Anthropic Messages and OpenAI Chat Completions on the wire. */
module dev.forebay.providers {
    requires com.fasterxml.jackson.core;
    requires transitive dev.forebay.core;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports dev.forebay.providers;
    exports dev.forebay.providers.client to
            dev.forebay.anthropic,
            dev.forebay.http,
            dev.forebay.langchain4j,
            dev.forebay.openai,
            dev.forebay.spring;
    exports dev.forebay.providers.http;
    exports dev.forebay.providers.prices;
}
