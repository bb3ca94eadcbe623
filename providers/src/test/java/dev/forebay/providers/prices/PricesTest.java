package dev.forebay.providers.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.money.Price;
import dev.forebay.signal.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    private final Prices prices = Prices.dated();

    @ParameterizedTest
    @CsvSource({
        "claude-opus-5-5, 0, 4, 20",
        "claude-opus-5, 0, 5, 25",
        "claude-opus-5-20260801, 0, 5, 25",
        "claude-haiku-4-5-20251001, 0, 1, 5",
        "claude-haiku-5-5, 100000, 0.10, 0.50",
        "claude-haiku-5-5, 100001, 0.50, 2.50",
        "claude-sonnet-5-5-latest, 0, 2, 10",
        "claude-sonnet-5@20260901, 0, 2, 10",
        "gpt-5, 0, 1.25, 10",
        "gpt-5-2025-08-07, 0, 1.25, 10",
        "gpt-5-mini, 0, 0.25, 2",
        "gpt-5.6-terra, 272000, 2, 12",
        "gpt-5.6-terra, 272001, 4, 18",
    })
    void knows(String model, long promptTokens, BigDecimal input, BigDecimal output) {
        Price price = prices.of(model, promptTokens).orElseThrow();
        assertEquals(0, price.input().compareTo(input), price::toString);
        assertEquals(0, price.output().compareTo(output), price::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5.9", "gpt-5-pro", "gpt-4o", "claude-opus-5-9", "claude-haiku", "", "gpt-5-mini-2025"})
    void aNearNameHasNoPrice(String model) {
        assertEquals(Optional.empty(), prices.of(model, 0));
    }

    @Test
    void theUsersPriceWins() {
        Price mine = Price.parse("in=1,out=2");
        Prices with = prices.with("claude-haiku-5-5", mine).with("my-model", mine);
        assertEquals(Optional.of(mine), with.of("claude-haiku-5-5", 500_000));
        assertEquals(Optional.of(mine), with.of("my-model", 0));
        assertEquals(Optional.empty(), prices.of("my-model", 0));
    }

    @Test
    void aLongPromptNeverCostsLess() {
        Usage usage = Usage.tokens(1_000_000, 1_000).withCache(1_000, 1_000);
        for (String model : prices.models()) {
            long brief = prices.of(model, 0).orElseThrow().nanoDollars(usage);
            long lengthy = prices.of(model, 1_000_000).orElseThrow().nanoDollars(usage);
            assertTrue(lengthy >= brief && brief > 0, model);
            assertTrue(prices.sourceOf(model).orElseThrow().startsWith("2026-"), model);
        }
        assertTrue(prices.models().size() > 15);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-4-5, claude-opus-4.x",
        "anthropic, claude-opus-4-8-20260601, claude-opus-4.x",
        "anthropic, claude-sonnet-4-6, claude-sonnet-4.x",
        "anthropic, claude-fable-5, claude-fable-5.x",
        "anthropic, claude-opus-5, claude-opus-5",
        "anthropic, claude-opus-5-5, claude-opus-5-5",
        "anthropic, claude-haiku-4-5-20251001, claude-haiku-4-5",
        "anthropic, claude-3-5-haiku-latest, claude-haiku-3.5",
        "openai, claude-opus-4-5, claude-opus-4-5",
        "openai, gpt-5-2025-08-07, gpt-5",
        "openai, gpt-5-mini, gpt-5-mini",
        "openai, '', ''",
        "openai, -latest, -latest",
    })
    void modelsShareAPool(String provider, String model, String pool) {
        assertEquals(pool, ModelPools.dated().poolOf(provider, model));
    }

    @Test
    void theUsersPoolWins() {
        ModelPools pools = ModelPools.dated().with("openai", "gpt-5-mini", "gpt-5");
        assertEquals("gpt-5", pools.poolOf("openai", "gpt-5-mini-2025-08-07"));
        assertEquals("claude-opus-4.x", pools.poolOf("anthropic", "claude-opus-4-6"));
    }
}
