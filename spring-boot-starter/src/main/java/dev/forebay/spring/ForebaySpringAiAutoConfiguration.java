package dev.forebay.spring;

import com.anthropic.client.AnthropicClient;
import com.openai.client.OpenAIClient;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts Spring AI's models of Anthropic and OpenAI, as far as they are there, into the pools. Stateless. */
@AutoConfiguration(after = ForebayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "forebay.enabled", matchIfMissing = true)
public class ForebaySpringAiAutoConfiguration {

    /** Anthropic's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({AnthropicChatModel.class, AnthropicClient.class})
    static class OfAnthropic {

        @Bean
        static AnthropicModelsInPools forebayAnthropicModels(ObjectProvider<PoolsByProperty> pools) {
            return new AnthropicModelsInPools(pools);
        }
    }

    /** OpenAI's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({OpenAiChatModel.class, OpenAIClient.class})
    static class OfOpenAi {

        @Bean
        static OpenAiModelsInPools forebayOpenAiModels(ObjectProvider<PoolsByProperty> pools) {
            return new OpenAiModelsInPools(pools);
        }
    }
}
