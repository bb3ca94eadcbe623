package dev.forebay.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/**
 * Money to the nano-dollar, rounded against ourselves.
 *
 * <p>Planted faults that it catches: rounding down; a power of ten too many; cached tokens at the price of fresh ones.
 */
class PriceTest {

    private static final Price PRICE = Price.parse("in=2,out=10");

    @Test
    void isExact() {
        assertEquals(2_000_000_000L, PRICE.nanoDollars(Usage.tokens(1_000_000, 0)), "two dollars");
        assertEquals(2_000, PRICE.nanoDollars(Usage.tokens(1, 0)));
        assertEquals(10_000, PRICE.nanoDollars(Usage.tokens(0, 1)));
        assertEquals(630 * 2_000 + 70 * 10_000, PRICE.nanoDollars(Usage.tokens(630, 70)));
        assertEquals(0, PRICE.nanoDollars(Usage.NONE));
    }

    @Test
    void roundsUp() {
        Price cheap = Price.parse("in=0.000000001,out=0.0375");
        assertEquals(1, cheap.nanoDollars(Usage.tokens(1, 0)));
        assertEquals(38, cheap.nanoDollars(Usage.tokens(0, 1)));
        assertEquals(375, cheap.nanoDollars(Usage.tokens(0, 10)), "once for the sum, not for each token");
    }

    @Test
    void cachedTokensHaveTheirOwnPrices() {
        Price price = new Price(dollars("3"), dollars("15"), dollars("0.30"), dollars("3.75"));
        Usage usage = Usage.tokens(100, 10).withCache(1_000, 200);
        assertEquals(100 * 3_000 + 10 * 15_000 + 1_000 * 300 + 200 * 3_750, price.nanoDollars(usage));
    }

    @Test
    void theLargestSumsFit() {
        Price dearest = Price.parse("in=1000,out=1000");
        Usage most = Usage.tokens(Usage.MAX_TOKENS, Usage.MAX_TOKENS).withCache(Usage.MAX_TOKENS, Usage.MAX_TOKENS);
        assertEquals(4_000_000_000_000_000L, dearest.nanoDollars(most));
    }

    @Test
    void saysWhatIsWrong() {
        for (String text : new String[] {
            "",
            "in=2",
            "out=10",
            "in=2,out=10,in=3",
            "in=2;out=10",
            "in=-2,out=10",
            "in=1e9,out=1",
            "in=NaN,out=1",
            "in=2,out=",
            "in=2,out=10,",
            "in=0.1234567890,out=1"
        }) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Price.parse(text), text);
            assertEquals(
                    "price is '" + text + "'; give dollars per million tokens as in=2,out=10, each 0 to 1000",
                    refused.getMessage());
        }
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Price.parse("in=1001,out=1"));
        assertTrue(String.valueOf(refused.getMessage()).contains("price of input is 1001"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Price.perMillion(dollars("-0.01"), dollars("1")));
    }

    private static BigDecimal dollars(String text) {
        return new BigDecimal(text);
    }
}
