package dev.forebay.spring;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.forebay.openai.ForebayOpenAi;
import dev.forebay.providers.Provider;
import io.micrometer.observation.ObservationRegistry;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Builds each of the context's models of OpenAI anew, chat and embeddings, the same but for its clients, which go through the
 * pools. A model whose clients do so already stays as it is. Thread-safe; nothing blocks.
 */
final class OpenAiModelsInPools implements BeanPostProcessor {

    private static final String CLIENT = "openAiClient";
    private static final String CLIENT_ASYNC = "openAiClientAsync";

    private final ObjectProvider<PoolsByProperty> pools;

    OpenAiModelsInPools(ObjectProvider<PoolsByProperty> pools) {
        this.pools = pools;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        boolean ours = bean instanceof OpenAiChatModel || bean.getClass().equals(OpenAiEmbeddingModel.class);
        // One without a client is a mock.
        @Nullable OpenAIClient client = ours ? ModelPart.orNull(bean, CLIENT, OpenAIClient.class) : null;
        if (client == null || (ForebayOpenAi.isWrapped(client) && isAsyncWrapped(bean))) {
            return bean;
        }
        return bean instanceof OpenAiChatModel chat
                ? inPools(chat, pools.getObject())
                : inPools((OpenAiEmbeddingModel) bean, pools.getObject());
    }

    /** What a FactoryBean makes is seen here alone; all else has been seen before. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return postProcessBeforeInitialization(bean, name);
    }

    private static boolean isAsyncWrapped(Object model) {
        return !(model instanceof OpenAiChatModel)
                || ForebayOpenAi.isWrapped(ModelPart.of(model, CLIENT_ASYNC, OpenAIClientAsync.class));
    }

    private static OpenAIClient limited(OpenAIClient client, ForebayOpenAi forebay) {
        return ForebayOpenAi.isWrapped(client) ? client : forebay.wrap(client);
    }

    private static OpenAIClientAsync limited(OpenAIClientAsync client, ForebayOpenAi forebay) {
        return ForebayOpenAi.isWrapped(client) ? client : forebay.wrap(client);
    }

    private static ForebayOpenAi adapter(PoolsByProperty pools) {
        return ForebayOpenAi.builder(pools.forebay())
                .poolOptions((asked, pool) -> pools.options(Provider.openAi(), asked, pool))
                .build();
    }

    // Of Spring AI's builder the manager of tools is to go one day; until then a model has the one that it was given.
    @SuppressWarnings("removal")
    private static OpenAiChatModel inPools(OpenAiChatModel model, PoolsByProperty pools) {
        ForebayOpenAi forebay = adapter(pools);
        OpenAiChatModel limited = OpenAiChatModel.builder()
                .openAiClient(limited(ModelPart.of(model, CLIENT, OpenAIClient.class), forebay))
                .openAiClientAsync(limited(ModelPart.of(model, CLIENT_ASYNC, OpenAIClientAsync.class), forebay))
                .options(model.getOptions())
                .toolCallingManager(ModelPart.of(model, "toolCallingManager", ToolCallingManager.class))
                .observationRegistry(ModelPart.of(model, "observationRegistry", ObservationRegistry.class))
                .build();
        limited.setObservationConvention(
                ModelPart.of(model, "observationConvention", ChatModelObservationConvention.class));
        open(model.getOptions().getModel(), maxTokens(model.getOptions()), pools);
        return limited;
    }

    private static OpenAiEmbeddingModel inPools(OpenAiEmbeddingModel model, PoolsByProperty pools) {
        OpenAiEmbeddingModel limited = OpenAiEmbeddingModel.builder()
                .openAiClient(adapter(pools).wrap(ModelPart.of(model, CLIENT, OpenAIClient.class)))
                .metadataMode(ModelPart.of(model, "metadataMode", MetadataMode.class))
                .options(model.getOptions())
                .observationRegistry(ModelPart.of(model, "observationRegistry", ObservationRegistry.class))
                .build();
        limited.setObservationConvention(
                ModelPart.of(model, "observationConvention", EmbeddingModelObservationConvention.class));
        open(model.getOptions().getModel(), OptionalLong.of(0), pools);
        return limited;
    }

    private static OptionalLong maxTokens(OpenAiChatOptions options) {
        @Nullable Integer tokens =
                options.getMaxCompletionTokens() == null ? options.getMaxTokens() : options.getMaxCompletionTokens();
        return tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
    }

    private static void open(@Nullable String model, OptionalLong maxTokens, PoolsByProperty pools) {
        if (model != null) {
            pools.open(Provider.openAi(), model, maxTokens);
        }
    }
}
