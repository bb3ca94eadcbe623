package dev.forebay.spring;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import dev.forebay.anthropic.ForebayAnthropic;
import dev.forebay.providers.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Builds each of the context's models of Anthropic anew, the same but for its clients, which go through the pools. A model
 * whose clients do so already stays as it is. Thread-safe; nothing blocks.
 */
final class AnthropicModelsInPools implements BeanPostProcessor {

    private final ObjectProvider<PoolsByProperty> pools;

    AnthropicModelsInPools(ObjectProvider<PoolsByProperty> pools) {
        this.pools = pools;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (!(bean instanceof AnthropicChatModel model)) {
            return bean;
        }
        // One without a client is a mock.
        @Nullable AnthropicClient client = model.getAnthropicClient();
        if (client == null
                || (ForebayAnthropic.isWrapped(client)
                        && ForebayAnthropic.isWrapped(model.getAnthropicClientAsync()))) {
            return bean;
        }
        return inPools(model, pools.getObject());
    }

    /** What a FactoryBean makes is seen here alone; all else has been seen before. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return postProcessBeforeInitialization(bean, name);
    }

    // Of Spring AI's builder the manager of tools is to go one day; until then a model has the one that it was given.
    @SuppressWarnings("removal")
    private static AnthropicChatModel inPools(AnthropicChatModel model, PoolsByProperty pools) {
        ForebayAnthropic forebay = ForebayAnthropic.builder(pools.forebay())
                .poolOptions((asked, pool) -> pools.options(Provider.anthropic(), asked, pool))
                .build();
        AnthropicChatModel.Builder builder = AnthropicChatModel.builder()
                .anthropicClient(limited(model.getAnthropicClient(), forebay))
                .anthropicClientAsync(limited(model.getAnthropicClientAsync(), forebay))
                .options(model.getOptions())
                .toolCallingManager(ModelPart.of(model, "toolCallingManager", ToolCallingManager.class))
                .observationRegistry(ModelPart.of(model, "observationRegistry", ObservationRegistry.class))
                .meterRegistry(ModelPart.orNull(model, "meterRegistry", MeterRegistry.class))
                .dispatcherExecutor(ModelPart.orNull(model, "dispatcherExecutor", ExecutorService.class));
        AnthropicChatModel limited = builder.build();
        limited.setObservationConvention(
                ModelPart.of(model, "observationConvention", ChatModelObservationConvention.class));
        open(model, pools);
        return limited;
    }

    private static AnthropicClient limited(AnthropicClient client, ForebayAnthropic forebay) {
        return ForebayAnthropic.isWrapped(client) ? client : forebay.wrap(client);
    }

    private static AnthropicClientAsync limited(AnthropicClientAsync client, ForebayAnthropic forebay) {
        return ForebayAnthropic.isWrapped(client) ? client : forebay.wrap(client);
    }

    private static void open(AnthropicChatModel model, PoolsByProperty pools) {
        @Nullable String name = model.getOptions().getModel();
        @Nullable Integer tokens = model.getOptions().getMaxTokens();
        if (name != null) {
            pools.open(Provider.anthropic(), name, tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens));
        }
    }
}
