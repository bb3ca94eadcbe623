package dev.forebay.providers.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which pool a call gets.
 *
 * <p>Planted faults that it catches: the address is not looked at where a pool is found by its model; any text becomes a name.
 */
class PoolsByModelTest {

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String ANTHROPIC = "https://api.anthropic.com";

    private final Forebay forebay = Forebay.create();

    @Test
    void aPoolOfTheModelsNameThatChargesAsAnthropicDoes() {
        Pool made = forebay.pool("gpt-5-mini");
        PoolsByModel pools = PoolsByModel.in(forebay);
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> pools.at(OPENAI).poolOf(Provider.openAi(), Optional.of("gpt-5-mini")));
        assertTrue(String.valueOf(refused.getMessage()).contains("Metering.UP_FRONT"), refused::toString);
        Pool behindAGateway =
                pools.at("https://gateway.example/v1").poolOf(Provider.openAi(), Optional.of("gpt-5-mini"));
        assertEquals(made, behindAGateway);
    }

    @Test
    void aPoolOfTheModelsNameWithLimitsOfAnotherProvider() {
        Pool made = forebay.pool("claude-haiku-4-5", Limits.parse("rpm=50,tpm=30000"), Metering.AS_PRODUCED);
        PoolsByModel pools = PoolsByModel.in(forebay).at(ANTHROPIC);
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> pools.poolOf(Provider.anthropic(), Optional.of("claude-haiku-4-5")));
        assertTrue(String.valueOf(refused.getMessage()).contains("a limit of total tokens"), made::name);
    }

    @Test
    void aPoolThatIsMadeForTheCallFits() {
        PoolsByModel pools = PoolsByModel.in(forebay);
        assertEquals(
                Metering.UP_FRONT,
                pools.at(OPENAI)
                        .poolOf(Provider.openAi(), Optional.of("gpt-5-mini"))
                        .metering());
        assertEquals(
                Metering.AS_PRODUCED,
                pools.at(ANTHROPIC)
                        .poolOf(Provider.anthropic(), Optional.of("claude-haiku-4-5"))
                        .metering());
    }

    @Test
    void anAddressThatIsNotToldIsAnyAddress() {
        Pool made = forebay.pool("gpt-5-mini");
        assertEquals(made, PoolsByModel.in(forebay).at(null).poolOf(Provider.openAi(), Optional.of("gpt-5-mini")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "LONG"})
    void whatIsNoNameIsForTheProviderToRefuse(String model) {
        String asked = model.equals("LONG") ? "m".repeat(101) : model;
        Pool pool = PoolsByModel.in(forebay).poolOf(Provider.anthropic(), Optional.of(asked));
        assertEquals("unnamed-model", pool.name());
    }
}
