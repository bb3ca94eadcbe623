package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import dev.forebay.Forebay;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.prices.ModelPools;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
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
        refused("2 retries", () -> ForebayAnthropic.wrap(stubborn, lab.forebay));
    }

    @Test
    void theClientsOwnRetriesAreOffAndThoseOfTheOriginalAreNot() {
        assertEquals(0, lab.claude.options().maxRetries());
        assertEquals(2, lab.plain.options().maxRetries());
        AnthropicClientAsync wrapped = ForebayAnthropic.wrap(lab.plain.async(), lab.forebay);
        assertEquals(0, wrapped.options().maxRetries());
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

    private static void refused(String words, Executable use) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, use).getMessage());
        assertTrue(message.contains(words), message);
    }
}
