package dev.forebay.simulator.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in a text that can be a sum of money. Immutable.
 *
 * @param value read with a point or a comma before the decimals, whichever it uses
 * @param currency the ISO 4217 code, if a sign or a code stands beside it
 * @param decimals whether it has any
 * @param start where it begins in its line, currency included
 * @param end where it ends
 */
record Amount(BigDecimal value, Optional<String> currency, boolean decimals, int start, int end) {

    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("$", "USD"),
            Map.entry("US$", "USD"),
            Map.entry("£", "GBP"),
            Map.entry("¥", "JPY"),
            Map.entry("円", "JPY"),
            Map.entry("ZŁ", "PLN"),
            Map.entry("R$", "BRL"),
            Map.entry("FR.", "CHF"));

    private static final String CURRENCY =
            "EUR|USD|GBP|CHF|PLN|JPY|BRL|CAD|AUD|SEK|DKK|NOK|US\\$|R\\$|€|\\$|£|¥|円|zł|Fr\\.";

    private static final Pattern MARK =
            Pattern.compile("(?<!\\p{L})(?:" + CURRENCY + ")(?!\\p{L})|円", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORM = Pattern.compile(
            "(?<![\\p{L}\\d.,/#-])(?:(?<before>" + CURRENCY + ")\\s?)?"
                    + "(?<number>\\d{1,3}(?:(?<group>[.,'’ ])\\d{3})(?:\\k<group>\\d{3})*(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?)"
                    + "(?![\\d/]|[.,'’-]\\d)(?:\\s?(?<after>" + CURRENCY + "))?(?!\\p{IsLatin}|\\s*%)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DECIMALS = Pattern.compile(".*[.,]\\d{1,2}");

    /** All amounts of a line. */
    static List<Amount> allIn(String line) {
        List<Amount> amounts = new ArrayList<>();
        Matcher matcher = FORM.matcher(line);
        while (matcher.find()) {
            String number = matcher.group("number");
            boolean decimals = DECIMALS.matcher(number).matches();
            String digits = number.replaceAll("\\D", "");
            int scale = decimals ? number.length() - 1 - Math.max(number.lastIndexOf('.'), number.lastIndexOf(',')) : 0;
            amounts.add(new Amount(
                    new BigDecimal(digits).movePointLeft(scale),
                    Optional.ofNullable(matcher.group("before"))
                            .or(() -> Optional.ofNullable(matcher.group("after")))
                            .map(Amount::code),
                    decimals,
                    matcher.start(),
                    matcher.end()));
        }
        return amounts;
    }

    /** The currency that a text names most often, if it names any. */
    static Optional<String> currencyOf(String text) {
        Map<String, Integer> counts = new java.util.TreeMap<>();
        MARK.matcher(text).results().forEach(mark -> counts.merge(code(mark.group()), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** The value as it is written in a result: two decimals, and none for yen. */
    String canonical(String code) {
        return value.setScale(code.equals("JPY") ? 0 : 2, RoundingMode.HALF_UP).toPlainString();
    }

    private static String code(String mark) {
        String upper = mark.toUpperCase(java.util.Locale.ROOT);
        return SIGNS.getOrDefault(upper, upper);
    }
}
