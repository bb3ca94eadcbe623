package dev.forebay.simulator.invoice;

import dev.forebay.simulator.invoice.Labels.Place;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the day of issue: the date behind or below a word for it; else the one at the end of a line such as "Berlin, den
 * 14. März 2026"; else the first date that is not named as something else. Stateless.
 */
final class DateReader {

    /** A town and no more than a short word, such as "Berlin, den". */
    private static final Pattern PLACE =
            Pattern.compile("[\\p{L}.' -]{2,40},\\s*(?:\\p{Ll}{1,4}\\s+)?|\\p{IsHan}{2,8}にて\\s*");

    private DateReader() {}

    static Optional<LocalDate> read(Sheet sheet, boolean monthFirst) {
        return labelled(sheet, monthFirst)
                .or(() -> ofPlace(sheet, monthFirst))
                .or(() -> first(sheet, monthFirst))
                .map(WrittenDate::day);
    }

    private static Optional<WrittenDate> labelled(Sheet sheet, boolean monthFirst) {
        for (int line = 0; line < sheet.lines().size(); line++) {
            int index = line;
            String text = sheet.lines().get(line);
            for (Place place : Labels.DATE.places(text, Labels.OTHER_DATE)) {
                String below = sheet.below(line);
                Optional<WrittenDate> found = WrittenDate.atStart(text.substring(place.end()), monthFirst)
                        .or(() -> WrittenDate.only(below, monthFirst))
                        .or(() -> WrittenDate.only(sheet.under(index, place.start()), monthFirst));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<WrittenDate> ofPlace(Sheet sheet, boolean monthFirst) {
        for (String line : sheet.lines()) {
            List<WrittenDate> dates = WrittenDate.allIn(line, monthFirst);
            if (dates.size() == 1 && dates.get(0).end() == line.length() && isPlace(line, dates.get(0))) {
                return Optional.of(dates.get(0));
            }
        }
        return Optional.empty();
    }

    /** Whether a town, and no more than a short word, stands before the date. */
    private static boolean isPlace(String line, WrittenDate date) {
        String before = line.substring(0, date.start());
        return !Labels.OTHER_DATE.occurIn(line) && PLACE.matcher(before).matches();
    }

    private static Optional<WrittenDate> first(Sheet sheet, boolean monthFirst) {
        return sheet.lines().stream()
                .filter(line -> !Labels.OTHER_DATE.occurIn(line))
                .flatMap(line -> WrittenDate.allIn(line, monthFirst).stream())
                .findFirst();
    }
}
