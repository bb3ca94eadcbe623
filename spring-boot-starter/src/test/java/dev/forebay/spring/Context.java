package dev.forebay.spring;

import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import org.springframework.ai.model.anthropic.autoconfigure.AnthropicChatAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts as Spring Boot would make them, of what a test needs. */
final class Context {

    static final String CLAUDE = "claude-haiku-4-5";
    static final String GPT = "gpt-5-mini";

    private Context() {}

    /** The starter alone. */
    static ApplicationContextRunner starter() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ForebayAutoConfiguration.class,
                        ForebaySpringAiAutoConfiguration.class,
                        ForebayHealthAutoConfiguration.class,
                        ForebayMetricsAutoConfiguration.class));
    }

    /** The starter and Spring AI's models of both providers, at this address. */
    static ApplicationContextRunner springAi(String baseUrl) {
        return starter()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class,
                        ToolCallingAutoConfiguration.class,
                        OpenAiChatAutoConfiguration.class,
                        OpenAiEmbeddingAutoConfiguration.class,
                        AnthropicChatAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ai.openai.api-key=none-needed-here",
                        "spring.ai.openai.base-url=" + baseUrl + "/v1",
                        "spring.ai.openai.chat.model=" + GPT,
                        "spring.ai.openai.chat.max-completion-tokens=100",
                        "spring.ai.anthropic.api-key=none-needed-here",
                        "spring.ai.anthropic.base-url=" + baseUrl,
                        "spring.ai.anthropic.chat.model=" + CLAUDE,
                        "spring.ai.anthropic.chat.max-tokens=100");
    }

    static SimulatorServer provider(String limits) throws Exception {
        return SimulatorServer.start(
                SimulatorOptions.builder().limits(Limits.parse(limits)).build(), 0);
    }
}
