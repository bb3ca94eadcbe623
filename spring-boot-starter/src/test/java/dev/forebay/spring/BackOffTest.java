package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.forebay.Forebay;
import dev.forebay.anthropic.ForebayAnthropic;
import dev.forebay.micrometer.ForebayMetrics;
import dev.forebay.openai.ForebayOpenAi;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.objenesis.SpringObjenesis;

/** The starter does its part where there is something to do, and leaves alone what is the user's. */
class BackOffTest {

    private static final String NOWHERE = "http://127.0.0.1:1";

    @Test
    void everyModelOfTheContextGoesThroughPoolsWithoutRetriesOfItsOwn() {
        Context.springAi(NOWHERE)
                .withPropertyValues("spring.ai.openai.max-retries=7", "spring.ai.anthropic.max-retries=7")
                .run(context -> {
                    AnthropicChatModel claude = context.getBean(AnthropicChatModel.class);
                    OpenAiChatModel gpt = context.getBean(OpenAiChatModel.class);
                    OpenAIClient chat = ModelPart.of(gpt, "openAiClient", OpenAIClient.class);
                    OpenAIClientAsync stream = ModelPart.of(gpt, "openAiClientAsync", OpenAIClientAsync.class);
                    OpenAIClient embedding = ModelPart.of(
                            context.getBean(OpenAiEmbeddingModel.class), "openAiClient", OpenAIClient.class);
                    assertTrue(ForebayAnthropic.isWrapped(claude.getAnthropicClient()));
                    assertTrue(ForebayAnthropic.isWrapped(claude.getAnthropicClientAsync()));
                    assertTrue(ForebayOpenAi.isWrapped(chat));
                    assertTrue(ForebayOpenAi.isWrapped(stream));
                    assertTrue(ForebayOpenAi.isWrapped(embedding));
                    AtomicInteger retries = new AtomicInteger(-1);
                    for (OpenAIClient client : List.of(chat, stream.sync(), embedding)) {
                        OpenAIClient unused = client.withOptions(
                                options -> retries.set(options.build().maxRetries()));
                        assertEquals(0, retries.get());
                    }
                    var unused = claude.getAnthropicClient()
                            .withOptions(options -> retries.set(options.build().maxRetries()));
                    assertEquals(0, retries.get());
                });
    }

    @Test
    void aModelIsTheSameButForItsClients() {
        Context.springAi(NOWHERE)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("spring.ai.anthropic.chat.temperature=0.5")
                .run(context -> {
                    AnthropicChatModel claude = context.getBean(AnthropicChatModel.class);
                    assertEquals(0.5, claude.getOptions().getTemperature());
                    assertEquals(
                            100,
                            context.getBean(OpenAiChatModel.class).getOptions().getMaxCompletionTokens());
                    assertSame(
                            context.getBean(org.springframework.ai.model.tool.ToolCallingManager.class),
                            ModelPart.of(
                                    claude,
                                    "toolCallingManager",
                                    org.springframework.ai.model.tool.ToolCallingManager.class));
                });
    }

    @Test
    void poolsOfTheContextsModelsAreThereBeforeTheFirstCall() {
        Context.springAi(NOWHERE)
                .withPropertyValues("forebay.limits=rpm=60", "forebay.pools." + Context.GPT + ".limits=rpm=7,tpm=100k")
                .run(context -> {
                    Forebay forebay = context.getBean(Forebay.class);
                    assertEquals(60, limit(forebay, Context.CLAUDE));
                    assertEquals(7, limit(forebay, Context.GPT));
                });
    }

    private static long limit(Forebay forebay, String pool) {
        return forebay.pools().stream()
                .filter(any -> any.name().equals(pool))
                .findFirst()
                .orElseThrow()
                .snapshot()
                .meters()
                .get(0)
                .limit();
    }

    @Test
    void switchedOffItDoesNothingAndReadsNothing() {
        Context.springAi(NOWHERE)
                .withPropertyValues("forebay.enabled=false", "forebay.limits=nonsense", "forebay.unknown=1")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertEquals(0, context.getBeansOfType(Forebay.class).size());
                    assertEquals(
                            0, context.getBeansOfType(HealthIndicator.class).size());
                    assertEquals(0, context.getBeansOfType(ForebayMetrics.class).size());
                    assertFalse(ForebayAnthropic.isWrapped(
                            context.getBean(AnthropicChatModel.class).getAnthropicClient()));
                    assertFalse(ForebayOpenAi.isWrapped(
                            ModelPart.of(context.getBean(OpenAiChatModel.class), "openAiClient", OpenAIClient.class)));
                });
    }

    @Test
    void aForebayOfTheUsersOwnIsUsed() {
        Forebay own = Forebay.create();
        Context.springAi(NOWHERE)
                .withBean("mine", Forebay.class, () -> own)
                .withPropertyValues("forebay.limits=rpm=60")
                .run(context -> {
                    assertSame(own, context.getBean(Forebay.class));
                    assertEquals(60, limit(own, Context.CLAUDE));
                });
        assertTrue(own.pool("after").stopped().isEmpty(), "a Forebay that the context did not make was stopped");
    }

    @Test
    void aModelThatTheUserWrappedStaysAsItIs() {
        OpenAIClient wrapped = ForebayOpenAi.wrap(plainClient(), Forebay.create());
        OpenAiChatModel model = OpenAiChatModel.builder()
                .openAiClient(wrapped)
                .openAiClientAsync(wrapped.async())
                .build();
        Context.springAi(NOWHERE)
                .withBean("mine", OpenAiChatModel.class, () -> model)
                .run(context -> assertSame(model, context.getBean(OpenAiChatModel.class)));
    }

    @Test
    void aModelOfWhichTheUserWrappedOneClientGetsTheOtherToo() {
        OpenAIClient plain = plainClient();
        OpenAIClient wrapped = ForebayOpenAi.wrap(plain, Forebay.create());
        OpenAiChatModel model = OpenAiChatModel.builder()
                .openAiClient(wrapped)
                .openAiClientAsync(plain.async())
                .build();
        Context.springAi(NOWHERE)
                .withBean("mine", OpenAiChatModel.class, () -> model)
                .run(context -> {
                    OpenAiChatModel limited = context.getBean(OpenAiChatModel.class);
                    assertSame(wrapped, ModelPart.of(limited, "openAiClient", OpenAIClient.class));
                    assertTrue(ForebayOpenAi.isWrapped(
                            ModelPart.of(limited, "openAiClientAsync", OpenAIClientAsync.class)));
                });
    }

    @Test
    void aModelThatAFactoryMakesGoesThroughPools() {
        OpenAIClient plain = plainClient();
        OpenAiChatModel model = OpenAiChatModel.builder()
                .openAiClient(plain)
                .openAiClientAsync(plain.async())
                .build();
        Context.springAi(NOWHERE)
                .withBean("mine", ModelFactory.class, () -> new ModelFactory(model))
                .run(context -> assertTrue(ForebayOpenAi.isWrapped(ModelPart.of(
                        context.getBean("mine", OpenAiChatModel.class), "openAiClient", OpenAIClient.class))));
    }

    private record ModelFactory(OpenAiChatModel model) implements FactoryBean<OpenAiChatModel> {

        @Override
        public OpenAiChatModel getObject() {
            return model;
        }

        @Override
        public Class<?> getObjectType() {
            return OpenAiChatModel.class;
        }
    }

    private static OpenAIClient plainClient() {
        return org.springframework.ai.openai.setup.OpenAiSetup.setupSyncClient(
                NOWHERE,
                "none",
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                java.time.Duration.ofSeconds(1),
                3,
                null,
                null,
                io.micrometer.observation.ObservationRegistry.NOOP,
                null,
                List.of());
    }

    @Test
    void aMockStaysAsItIs() {
        SpringObjenesis mocks = new SpringObjenesis();
        OpenAiChatModel gpt = mocks.newInstance(OpenAiChatModel.class, false);
        AnthropicChatModel claude = mocks.newInstance(AnthropicChatModel.class, false);
        Context.starter()
                .withBean("gpt", OpenAiChatModel.class, () -> gpt)
                .withBean("claude", AnthropicChatModel.class, () -> claude)
                .run(context -> {
                    assertSame(gpt, context.getBean(OpenAiChatModel.class));
                    assertSame(claude, context.getBean(AnthropicChatModel.class));
                });
    }

    @Test
    void aModelOfAnotherVersionIsNamed() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> ModelPart.of("a model", "openAiClient", OpenAIClient.class));
        assertTrue(String.valueOf(thrown.getMessage()).contains("made for Spring AI 2.0.x"), thrown::toString);
    }

    @Test
    void withoutSpringAiAndActuatorNothingFails() {
        Context.starter()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.ai",
                        "com.openai",
                        "com.anthropic",
                        "io.micrometer",
                        // Not its package: the loader cannot hide what an annotation that is there names.
                        "org.springframework.boot.health.contributor",
                        "org.springframework.boot.micrometer"))
                .run(context -> {
                    assertEquals(1, context.getBeansOfType(Forebay.class).size());
                    assertFalse(context.containsBean("forebayHealthIndicator"));
                    assertFalse(context.containsBean("forebayMetrics"));
                });
    }

    @Test
    void healthAndMetricsAreThereAndCanBeSwitchedOff() {
        Context.starter()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertTrue(context.containsBean("forebayHealthIndicator"));
                    assertTrue(context.containsBean("forebayMetrics"));
                });
        Context.starter()
                .withPropertyValues("management.health.forebay.enabled=false")
                .run(context -> {
                    assertFalse(context.containsBean("forebayHealthIndicator"));
                    assertFalse(context.containsBean("forebayMetrics"), "no registry, no metrics");
                });
    }
}
