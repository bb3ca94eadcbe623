package dev.forebay.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Sets what the builders of LangChain4j's models have in common, which is methods of one name and no type. Stateless.
 *
 * <p>The alternative is a method for each builder, and with it a dependency on each provider's jar.
 */
final class ModelBuilders {

    private static final String MODELS = "dev.langchain4j.model.";

    /** Packages of models that speak neither form, and where their servers speak OpenAI's. */
    private static final Map<String, String> OTHER_FORMS = Map.of(
            "ollama", "http://localhost:11434/v1",
            "googleai", "https://generativelanguage.googleapis.com/v1beta/openai");

    private ModelBuilders() {}

    static <B> B configure(B builder, HttpClientBuilder httpClientBuilder) {
        refuseOtherForms(builder);
        if (!isSet(builder, "httpClientBuilder", HttpClientBuilder.class, httpClientBuilder)) {
            throw new IllegalArgumentException(
                    name(builder)
                            + " takes no httpClientBuilder, so its calls cannot go through a pool. Give the builder of a model that talks"
                            + " over LangChain4j's HTTP client, such as OpenAiChatModel.builder() or AnthropicChatModel.builder()");
        }
        switchRetriesOff(builder);
        return builder;
    }

    static boolean isOfAnthropic(Object builder) {
        return name(builder).startsWith(MODELS + "anthropic.");
    }

    private static void refuseOtherForms(Object builder) {
        OTHER_FORMS.forEach((form, url) -> {
            // One of Ollama's models speaks OpenAI's form.
            boolean other = name(builder).startsWith(MODELS + form + ".")
                    && !name(builder).contains("Responses");
            if (other) {
                throw new IllegalArgumentException(name(builder)
                        + " speaks neither Anthropic's form nor OpenAI's: its calls would pass by the pool, and lose their retries for"
                        + " nothing. Its server speaks OpenAI's form too: use OpenAiChatModel.builder().baseUrl(\""
                        + url
                        + "\")");
            }
        });
    }

    /** Models without the setting, as those that stream, make no call twice. */
    private static void switchRetriesOff(Object builder) {
        if (isSet(builder, "maxRetries", Integer.class, 0) || isSet(builder, "maxRetries", int.class, 0)) {
            return;
        }
        Optional<Method> other = Arrays.stream(builder.getClass().getMethods())
                .filter(method -> method.getName().equals("maxRetries") && method.getParameterCount() > 0)
                .findFirst();
        if (other.isPresent()) {
            throw new IllegalArgumentException(name(builder) + " has retries that cannot be switched off here: it has "
                    + other.get()
                    + ", and not maxRetries(Integer). They would multiply with the pool's. Switch them off by"
                    + " yourself, and set httpClientBuilder(ForebayLangChain4j.httpClientBuilder(forebay))");
        }
    }

    private static <V> boolean isSet(Object builder, String setting, Class<V> type, V value) {
        try {
            builder.getClass().getMethod(setting, type).invoke(builder, value);
            return true;
        } catch (NoSuchMethodException absent) {
            return false;
        } catch (IllegalAccessException | InvocationTargetException refused) {
            throw new IllegalArgumentException(name(builder) + " does not let " + setting + " be set", refused);
        }
    }

    private static String name(Object builder) {
        return builder.getClass().getName();
    }
}
