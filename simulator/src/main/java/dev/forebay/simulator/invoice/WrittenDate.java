package dev.forebay.simulator.invoice;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date in a text, in any of the forms that the languages of the invoices use. Immutable.
 *
 * @param start where it begins in its line
 * @param end where it ends
 */
record WrittenDate(LocalDate day, int start, int end) {

    private static final String FREE = "(?<![\\d/.-])";
    private static final String ENDS = "(?![\\d/-])";

    private static final List<Pattern> FORMS = List.of(
            Pattern.compile(FREE + "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})" + ENDS),
            Pattern.compile(FREE + "(?<year>\\d{4})/(?<month>\\d{1,2})/(?<day>\\d{1,2})" + ENDS),
            Pattern.compile("(?<year>\\d{4})\\s*年\\s*(?<month>\\d{1,2})\\s*月\\s*(?<day>\\d{1,2})\\s*日"),
            Pattern.compile("令和\\s*(?<reiwa>\\d{1,2})\\s*年\\s*(?<month>\\d{1,2})\\s*月\\s*(?<day>\\d{1,2})\\s*日"),
            Pattern.compile(FREE + "(?<day>\\d{1,2})(?<sign>[./-])(?<month>\\d{1,2})\\k<sign>(?<year>\\d{4}|\\d{2})"
                    + ENDS + "(?:\\s?r\\.)?"),
            Pattern.compile(
                    FREE
                            + "(?<day>\\d{1,2})(?:er|º|\\.|st|nd|rd|th)?\\s+(?:de\\s+|of\\s+)?(?<name>\\p{L}{3,12})\\.?,?\\s+(?:de\\s+)?(?<year>\\d{4})(?!\\d)(?:\\s?r\\.)?"),
            Pattern.compile(
                    "(?<!\\p{L})(?<name>\\p{L}{3,12})\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})(?!\\d)"));

    private static final int SLASHED = 4;

    private static final Map<String, Integer> MONTHS = months(
            "january february march april may june july august september october november december",
            "januar februar märz april mai juni juli august september oktober november dezember",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "jänner feb mrz apr mai jun jul aug sept okt nov dez");

    private static final int BEFORE_REIWA = 2018;
    private static final int CENTURY = 2000;

    /** Longer than any date and what may stand before it. */
    private static final int FARTHEST = 80;

    /** What may stand between a label and its date. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s:|.]*(?:\\p{L}{1,3}\\s+){0,2}");

    /** All dates of a line, in their order. */
    static List<WrittenDate> allIn(String line, boolean monthFirst) {
        List<WrittenDate> dates = new ArrayList<>();
        for (int form = 0; form < FORMS.size(); form++) {
            Matcher matcher = FORMS.get(form).matcher(line);
            while (matcher.find()) {
                boolean swapped =
                        form == SLASHED && monthFirst && matcher.group("sign").equals("/");
                day(matcher, swapped)
                        .map(day -> new WrittenDate(day, matcher.start(), matcher.end()))
                        .ifPresent(dates::add);
            }
        }
        dates.sort(Comparator.comparingInt(WrittenDate::start));
        return dates;
    }

    /** The date with which a text begins, after a colon and a word or two such as "is the". */
    static Optional<WrittenDate> atStart(String text, boolean monthFirst) {
        return allIn(text.substring(0, Math.min(FARTHEST, text.length())), monthFirst).stream()
                .findFirst()
                .filter(date -> BETWEEN.matcher(text.substring(0, date.start())).matches());
    }

    /** The date of a text that is nothing else. */
    static Optional<WrittenDate> only(String text, boolean monthFirst) {
        return allIn(text, monthFirst).stream()
                .filter(date -> date.start() == 0 && date.end() == text.length())
                .findFirst();
    }

    private static Optional<LocalDate> day(Matcher matcher, boolean swapped) {
        int written = has(matcher, "year") ? number(matcher, "year") : BEFORE_REIWA + number(matcher, "reiwa");
        int year = written < 100 ? CENTURY + written : written;
        int month = has(matcher, "name") ? named(matcher.group("name")) : number(matcher, "month");
        int day = number(matcher, "day");
        try {
            return Optional.of(swapped ? LocalDate.of(year, day, month) : LocalDate.of(year, month, day));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static boolean has(Matcher matcher, String field) {
        return matcher.pattern().pattern().contains("?<" + field + ">");
    }

    private static int number(Matcher matcher, String field) {
        return Integer.parseInt(matcher.group(field));
    }

    /** The number of a month, or 0, which no date has. */
    private static int named(String month) {
        return MONTHS.getOrDefault(month.toLowerCase(Locale.ROOT), 0);
    }

    private static Map<String, Integer> months(String... languages) {
        Map<String, Integer> months = new HashMap<>();
        for (String names : languages) {
            int month = 0;
            for (String name : names.split(" ")) {
                month++;
                months.put(name, month);
            }
        }
        return Map.copyOf(months);
    }
}
