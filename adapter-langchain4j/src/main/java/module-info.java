/** LangChain4j's models of Anthropic and OpenAI that go through a pool. */
module dev.forebay.langchain4j {
    requires transitive dev.forebay.core;
    requires dev.forebay.http;
    requires dev.forebay.providers;
    // Their names are derived from those of their jars, so whoever uses them asks for them by himself.
    requires langchain4j.core;
    requires langchain4j.http.client;
    requires langchain4j.http.client.jdk;
    requires static org.jspecify;

    exports dev.forebay.langchain4j;
}
