package dev.forebay.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.prices.ModelPools;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Wrong use is refused when the client is built, in words that help. */
class WrongUseTest {

    private final Lab lab = new Lab(URI.create("http://127.0.0.1:1"));

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void twoForebaysOnOneClient() {
        refused("already", () -> ForebayOpenAi.wrap(lab.gpt, Forebay.create()));
        refused("already", () -> ForebayOpenAi.wrap(lab.gpt, lab.forebay));
        refused("already", () -> ForebayOpenAi.wrap(lab.gpt.async(), lab.forebay));
    }

    @Test
    void aClientSaysWhetherItIsWrapped() {
        assertTrue(ForebayOpenAi.isWrapped(lab.gpt));
        assertTrue(ForebayOpenAi.isWrapped(lab.gpt.async()));
        assertFalse(ForebayOpenAi.isWrapped(lab.plain));
        assertFalse(ForebayOpenAi.isWrapped(lab.plain.async()));
    }

    @Test
    void aPoolThatIsNotThere() {
        assertEquals("gpt-5", lab.forebay.pool("gpt-5").name());
        refused("are: [gpt-5]", () -> ForebayOpenAi.builder(lab.forebay).pool("gpt5"));
    }

    @Test
    void anAccountWithoutAName() {
        refused("blank", () -> ForebayOpenAi.builder(lab.forebay).account(" "));
    }

    @Test
    void aClientThatTakesNoSettings() {
        OpenAIClient stubborn = (OpenAIClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {OpenAIClient.class},
                (proxy, method, arguments) ->
                        method.getName().equals("withOptions") ? proxy : method.invoke(lab.plain, arguments));
        refused("no settings", () -> ForebayOpenAi.wrap(stubborn, lab.forebay));
    }

    @Test
    void aClientThatKeepsItsRetries() {
        OpenAIClient stubborn = (OpenAIClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {OpenAIClient.class},
                (proxy, method, arguments) -> method.getName().equals("withOptions")
                        ? lab.plain.withOptions(options -> {
                            change(arguments[0]).accept(options);
                            options.maxRetries(2);
                        })
                        : method.invoke(lab.plain, arguments));
        refused("withOptions has no effect", () -> ForebayOpenAi.wrap(stubborn, lab.forebay));
    }

    @SuppressWarnings("unchecked")
    private static Consumer<ClientOptions.Builder> change(Object argument) {
        return (Consumer<ClientOptions.Builder>) argument;
    }

    @Test
    void aPoolThatChargesAsAnthropicDoes() {
        OpenAIClient atOpenAi =
                OpenAIOkHttpClient.builder().apiKey("none-needed-here").build();
        assertEquals(Metering.AS_PRODUCED, lab.forebay.pool("chosen").metering());
        refused(
                "pool 'chosen' charges output as it is produced, as Anthropic does; OpenAI charges it up front",
                () -> wrapChosen(lab.forebay, atOpenAi));
        refused(
                "UP_FRONT",
                () -> ForebayOpenAi.builder(lab.forebay).pool("chosen").build().wrap(atOpenAi.async()));
        assertEquals(0, retries(wrapChosen(lab.forebay, lab.plain)), "a server of OpenAI's form may charge so");
        atOpenAi.close();
    }

    @Test
    void limitsOfAnotherProvider() {
        OpenAIClient atOpenAi =
                OpenAIOkHttpClient.builder().apiKey("none-needed-here").build();
        Forebay forebay = Forebay.create();
        Pool output = forebay.pool("chosen", Limits.parse("rpm=500,itpm=200k"), Metering.UP_FRONT);
        assertEquals(2, output.limits().quotas().size());
        refused("has a limit of input tokens", () -> wrapChosen(forebay, atOpenAi));
        Forebay own = Forebay.create();
        Pool total = own.pool("chosen", Limits.parse("rpm=500,tpm=200k"), Metering.UP_FRONT);
        assertEquals(2, total.limits().quotas().size());
        assertEquals(0, retries(wrapChosen(own, atOpenAi)));
        atOpenAi.close();
    }

    private static OpenAIClient wrapChosen(Forebay forebay, OpenAIClient client) {
        return ForebayOpenAi.builder(forebay).pool("chosen").build().wrap(client);
    }

    @Test
    void theClientsOwnRetriesAreOffAndThoseOfTheOriginalAreNot() {
        assertEquals(0, retries(lab.gpt));
        assertEquals(2, retries(lab.plain));
        assertEquals(
                0, retries(ForebayOpenAi.wrap(lab.plain.async(), lab.forebay).sync()));
    }

    private static int retries(OpenAIClient client) {
        AtomicInteger retries = new AtomicInteger(-1);
        OpenAIClient unused =
                client.withOptions(options -> retries.set(options.build().maxRetries()));
        return retries.get();
    }

    @Test
    void poolsAreNamedByAccountAndModel() {
        PoolsByModel pools = PoolsByModel.in(lab.forebay)
                .models(ModelPools.dated().with("openai", "gpt-5-mini", "small"))
                .account("team");
        assertEquals(
                "team/small",
                pools.poolOf(Provider.openAi(), Optional.of("gpt-5-mini-2025-08-07"))
                        .name());
    }

    @Test
    void poolsAreMadeWithTheSettingsForTheirModel() {
        PoolsByModel pools = PoolsByModel.in(lab.forebay)
                .options(
                        (model, pool) -> pool.limits(Limits.parse(model.startsWith("gpt-5-mini") ? "rpm=7" : "rpm=8")));
        assertEquals(
                7,
                pools.poolOf(Provider.openAi(), Optional.of("gpt-5-mini-2025-08-07"))
                        .snapshot()
                        .meters()
                        .get(0)
                        .limit());
    }

    private static void refused(String words, Executable use) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, use).getMessage());
        assertTrue(message.contains(words), message);
    }
}
