package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ClientOptions;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
        refused("already", () -> ForebayAnthropic.wrap(lab.claude, Forebay.create()));
        refused("already", () -> ForebayAnthropic.wrap(lab.claude, lab.forebay));
        refused("already", () -> ForebayAnthropic.wrap(lab.claude.async(), lab.forebay));
    }

    @Test
    void aClientSaysWhetherItIsWrapped() {
        assertTrue(ForebayAnthropic.isWrapped(lab.claude));
        assertTrue(ForebayAnthropic.isWrapped(lab.claude.async()));
        assertFalse(ForebayAnthropic.isWrapped(lab.plain));
        assertFalse(ForebayAnthropic.isWrapped(lab.plain.async()));
    }

    @Test
    void aPoolThatIsNotThere() {
        assertEquals("claude-sonnet", lab.forebay.pool("claude-sonnet").name());
        refused(
                "are: [claude-sonnet]",
                () -> ForebayAnthropic.builder(lab.forebay).pool("claude-sonet"));
    }

    @Test
    void anAccountWithoutAName() {
        refused("blank", () -> ForebayAnthropic.builder(lab.forebay).account(" "));
    }

    @Test
    void aClientThatTakesNoSettings() {
        AnthropicClient stubborn = (AnthropicClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AnthropicClient.class},
                (proxy, method, arguments) ->
                        method.getName().equals("withOptions") ? proxy : method.invoke(lab.plain, arguments));
        refused("no settings", () -> ForebayAnthropic.wrap(stubborn, lab.forebay));
    }

    @Test
    void aClientThatKeepsItsRetries() {
        AnthropicClient stubborn = (AnthropicClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AnthropicClient.class},
                (proxy, method, arguments) -> method.getName().equals("withOptions")
                        ? lab.plain.withOptions(options -> {
                            change(arguments[0]).accept(options);
                            options.maxRetries(2);
                        })
                        : method.invoke(lab.plain, arguments));
        refused("withOptions has no effect", () -> ForebayAnthropic.wrap(stubborn, lab.forebay));
    }

    @SuppressWarnings("unchecked")
    private static Consumer<ClientOptions.Builder> change(Object argument) {
        return (Consumer<ClientOptions.Builder>) argument;
    }

    @Test
    void aPoolThatChargesAsOpenAiDoes() {
        chosen(lab.forebay, Metering.UP_FRONT);
        refused(
                "pool 'chosen' charges output up front, as OpenAI does; Anthropic charges it as it is produced",
                () -> wrapChosen(lab.forebay, lab.plain));
        refused(
                "AS_PRODUCED",
                () -> ForebayAnthropic.builder(lab.forebay)
                        .pool("chosen")
                        .build()
                        .wrap(lab.plain.async()));
    }

    @Test
    void limitsOfAnotherProvider() {
        AnthropicClient atAnthropic =
                AnthropicOkHttpClient.builder().apiKey("none-needed-here").build();
        assumeTrue(tellsItsAddress(atAnthropic), "2.x of the SDK does not tell the address that it takes by itself");
        Forebay forebay = Forebay.create();
        Pool total = forebay.pool("chosen", Limits.parse("rpm=500,tpm=200k"), Metering.AS_PRODUCED);
        assertEquals(Metering.AS_PRODUCED, total.metering());
        refused("has a limit of total tokens", () -> wrapChosen(forebay, atAnthropic));
        assertEquals(0, retries(wrapChosen(forebay, lab.plain)), "a gateway may meter what it likes");
        Forebay own = Forebay.create();
        Pool tokens = own.pool("chosen", Limits.parse("rpm=500,itpm=200k,otpm=20k"), Metering.AS_PRODUCED);
        assertEquals(3, tokens.limits().quotas().size());
        assertEquals(0, retries(wrapChosen(own, atAnthropic)));
        atAnthropic.close();
    }

    @Test
    void aPoolOfTheModelsNameThatChargesAsOpenAiDoes() {
        assertEquals(
                Metering.UP_FRONT,
                lab.forebay.pool(Lab.MODEL, Limits.unknown(), Metering.UP_FRONT).metering());
        String message = String.valueOf(assertThrows(
                        IllegalStateException.class, () -> lab.claude.messages().create(Lab.prompt("hello")))
                .getMessage());
        assertTrue(message.contains("pool 'claude-haiku-4-5' charges output up front"), message);
    }

    private static void chosen(Forebay forebay, Metering metering) {
        assertEquals(
                metering, forebay.pool("chosen", Limits.unknown(), metering).metering());
    }

    private static AnthropicClient wrapChosen(Forebay forebay, AnthropicClient client) {
        return ForebayAnthropic.builder(forebay).pool("chosen").build().wrap(client);
    }

    @Test
    void theClientsOwnRetriesAreOffAndThoseOfTheOriginalAreNot() {
        assertEquals(0, retries(lab.claude));
        assertEquals(2, retries(lab.plain));
        assertEquals(
                0, retries(ForebayAnthropic.wrap(lab.plain.async(), lab.forebay).sync()));
    }

    private static boolean tellsItsAddress(AnthropicClient client) {
        AtomicBoolean tells = new AtomicBoolean();
        AnthropicClient unused =
                client.withOptions(options -> tells.set(options.build().baseUrl() != null));
        return tells.get();
    }

    private static int retries(AnthropicClient client) {
        AtomicInteger retries = new AtomicInteger(-1);
        AnthropicClient unused =
                client.withOptions(options -> retries.set(options.build().maxRetries()));
        return retries.get();
    }

    @Test
    void poolsAreNamedByAccountAndModel() {
        PoolsByModel pools = PoolsByModel.in(lab.forebay)
                .models(ModelPools.dated().with("anthropic", "claude-haiku-4-5", "small"))
                .account("team");
        assertEquals(
                "team/small",
                pools.poolOf(Provider.anthropic(), Optional.of("claude-haiku-4-5-20251001"))
                        .name());
    }

    @Test
    void poolsAreMadeWithTheSettingsForTheirModel() {
        PoolsByModel pools = PoolsByModel.in(lab.forebay)
                .options((model, pool) ->
                        pool.limits(Limits.parse(model.startsWith("claude-haiku-4-5") ? "rpm=7" : "rpm=8")));
        assertEquals(
                7,
                pools.poolOf(Provider.anthropic(), Optional.of("claude-haiku-4-5-20251001"))
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
