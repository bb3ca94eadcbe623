package dev.forebay.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import java.lang.reflect.InvocationTargetException;

/**
 * Sets what the builders of LangChain4j's models have in common, which is methods of one name and no type. Stateless.
 *
 * <p>The alternative is a method for each builder, and with it a dependency on each provider's jar.
 */
final class ModelBuilders {

    private ModelBuilders() {}

    static <B> B configure(B builder, HttpClientBuilder httpClientBuilder) {
        if (!isSet(builder, "httpClientBuilder", HttpClientBuilder.class, httpClientBuilder)) {
            throw new IllegalArgumentException(
                    builder.getClass().getName()
                            + " takes no httpClientBuilder, so its calls cannot go through a pool. Give the builder of a model that talks"
                            + " over LangChain4j's HTTP client, such as OpenAiChatModel.builder() or AnthropicChatModel.builder()");
        }
        // Models without the setting, as those that stream, make no call twice.
        boolean unused = isSet(builder, "maxRetries", Integer.class, 0);
        return builder;
    }

    private static <V> boolean isSet(Object builder, String setting, Class<V> type, V value) {
        try {
            builder.getClass().getMethod(setting, type).invoke(builder, value);
            return true;
        } catch (NoSuchMethodException absent) {
            return false;
        } catch (IllegalAccessException | InvocationTargetException refused) {
            throw new IllegalArgumentException(
                    builder.getClass().getName() + " does not let " + setting + " be set", refused);
        }
    }
}
