package dev.forebay.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers as a person writes them: {@code 1200}, {@code 600k}, {@code 1.5M}, {@code 600_000}. Stateless. */
final class Amounts {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([km]?)");

    private Amounts() {}

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException naming {@code what} and the allowed form
     */
    static long parse(String what, String text) {
        Matcher matcher = FORM.matcher(text.strip().replace("_", "").toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            int digits = matcher.group(2).isEmpty() ? 0 : matcher.group(2).equals("k") ? 3 : 6;
            BigDecimal number = new BigDecimal(matcher.group(1)).movePointRight(digits);
            if (number.stripTrailingZeros().scale() <= 0) {
                return number.longValueExact();
            }
        }
        throw new IllegalArgumentException(what + " is '" + text + "'; write a whole number such as 1200, 600k or 2M");
    }
}
