package dev.forebay.simulator.invoice;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How dates of one invoice are written.
 *
 * @param pattern {@code d}, {@code dd}, {@code M}, {@code MM}, {@code MMM}, {@code MMMM}, {@code yy}, {@code yyyy} and
 *     {@code e} for the year of Reiwa, among other text
 * @param months their names
 */
record DateStyle(String pattern, List<String> months) {

    private static final Pattern FIELD =
            Pattern.compile("(?<!\\p{IsLatin})(?:dd?|M{1,4}|yyyy|yy)(?!\\p{IsLatin})|(?<=令和)e");

    /** Reiwa 1 is 2019. */
    private static final int BEFORE_REIWA = 2018;

    private static final int ABBREVIATION = 3;

    String format(LocalDate date) {
        return FIELD.matcher(pattern).replaceAll(field -> value(field.group(), date));
    }

    private String value(String field, LocalDate date) {
        String month = months.get(date.getMonthValue() - 1);
        return switch (field) {
            case "d" -> Integer.toString(date.getDayOfMonth());
            case "dd" -> String.format(Locale.ROOT, "%02d", date.getDayOfMonth());
            case "M" -> Integer.toString(date.getMonthValue());
            case "MM" -> String.format(Locale.ROOT, "%02d", date.getMonthValue());
            case "MMM" -> month.substring(0, ABBREVIATION);
            case "MMMM" -> month;
            case "yy" -> String.format(Locale.ROOT, "%02d", date.getYear() % 100);
            case "e" -> Integer.toString(date.getYear() - BEFORE_REIWA);
            default -> Integer.toString(date.getYear());
        };
    }
}
