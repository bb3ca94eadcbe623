package dev.forebay.money;

import dev.forebay.signal.Usage;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a model costs, in dollars per million tokens. Immutable.
 *
 * <p>Amounts of money are whole nano-dollars (a billionth of a dollar), rounded up, so that sums are exact and never too low.
 *
 * @param input for tokens of the prompt, 0 to {@value #DOLLARS_MAX}
 * @param output for tokens of the answer, same range
 * @param cacheRead for tokens read from a prompt cache, same range
 * @param cacheWrite for tokens written to one, same range
 */
public record Price(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {

    /** Far above any published price per million tokens. */
    public static final long DOLLARS_MAX = 1_000;

    /** Checks the ranges. */
    public Price {
        checked("input", input);
        checked("output", output);
        checked("cache read", cacheRead);
        checked("cache write", cacheWrite);
    }

    /** A price without discounts for cached tokens. */
    public static Price perMillion(BigDecimal input, BigDecimal output) {
        return new Price(input, output, input, input);
    }

    /**
     * Reads {@code in=2,out=10}.
     *
     * @throws IllegalArgumentException saying what is wrong and what is allowed
     */
    public static Price parse(String text) {
        BigDecimal input = null;
        BigDecimal output = null;
        for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("in") && input == null) {
                input = dollars(text, pair[1]);
            } else if (pair.length == 2 && pair[0].equals("out") && output == null) {
                output = dollars(text, pair[1]);
            } else {
                throw wrong(text);
            }
        }
        if (input == null || output == null) {
            throw wrong(text);
        }
        return perMillion(input, output);
    }

    /** What a call of this usage cost, in nano-dollars, rounded up. */
    public long nanoDollars(Usage usage) {
        BigDecimal sum = input.multiply(BigDecimal.valueOf(usage.inputTokens()))
                .add(output.multiply(BigDecimal.valueOf(usage.outputTokens())))
                .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheReadTokens())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWriteTokens())));
        // Dollars per million tokens are micro-dollars per token: three digits more make nano-dollars.
        return sum.movePointRight(3).setScale(0, java.math.RoundingMode.CEILING).longValueExact();
    }

    private static void checked(String name, BigDecimal dollars) {
        if (dollars.signum() < 0 || dollars.compareTo(BigDecimal.valueOf(DOLLARS_MAX)) > 0) {
            throw new IllegalArgumentException("price of " + name + " is " + dollars
                    + " dollars per million tokens; allowed: 0 to " + DOLLARS_MAX);
        }
    }

    private static BigDecimal dollars(String text, String number) {
        // The length is checked first: a long exponent makes a number that fills the heap when it is written out.
        if (!number.matches("[0-9]{1,4}(\\.[0-9]{1,9})?")) {
            throw wrong(text);
        }
        return new BigDecimal(number);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "price is '" + text + "'; give dollars per million tokens as in=2,out=10, each 0 to " + DOLLARS_MAX);
    }
}
