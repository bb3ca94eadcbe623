package dev.forebay.simulator.invoice;

/**
 * How amounts of one invoice are written.
 *
 * @param pattern an example that shows the separators, such as {@code 1.234,50}, {@code 1'234.50} or {@code 1234}
 * @param money where the currency stands, such as {@code {code} {n}}
 */
record AmountStyle(String pattern, String money, String code, String symbol) {

    /** A number in minor units, without currency. */
    String number(long minor) {
        boolean decimals = pattern.endsWith("50");
        String whole = Long.toString(decimals ? minor / 100 : minor);
        String separator = pattern.charAt(1) == '2' ? "" : pattern.substring(1, 2);
        StringBuilder grouped = new StringBuilder();
        for (int at = 0; at < whole.length(); at++) {
            if (at > 0 && (whole.length() - at) % 3 == 0) {
                grouped.append(separator);
            }
            grouped.append(whole.charAt(at));
        }
        if (decimals) {
            char point = pattern.charAt(pattern.length() - 3);
            grouped.append(point).append(minor % 100 / 10).append(minor % 10);
        }
        return grouped.toString();
    }

    /** A number in minor units, with its currency. */
    String money(long minor) {
        return money.replace("{n}", number(minor)).replace("{code}", code).replace("{symbol}", symbol);
    }

    /** The form in which a result is expected. */
    String canonical(long minor) {
        return pattern.endsWith("50") ? String.format("%d.%02d", minor / 100, minor % 100) : Long.toString(minor);
    }
}
