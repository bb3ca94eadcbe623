package dev.forebay.simulator.invoice;

import dev.forebay.simulator.invoice.Labels.Place;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the company that sends an invoice: the one behind or below a word for the sender; else the first company of the
 * text that is not named as the receiver. A company is a run of capitalised words up to a legal form such as GmbH, Ltd or
 * S.r.l., or a name that contains a Japanese one. Stateless.
 */
final class VendorReader {

    private static final String WORD = "(?:[\\p{Lu}\\p{N}][\\p{L}\\p{N}'’&.-]*|&|\\+|and|und|et|y|e|i|en)";

    private static final String LEGAL_FORM =
            "(?:GmbH & Co\\. KG|GmbH|UG|AG|KG|OHG|e\\.K\\.|Ltda\\.?|Ltd\\.?|Limited|LLC|LLP|Inc\\.?|Corp\\.?|PLC|"
                    + "SARL|SAS|EURL|S\\.A\\.S\\.|S\\.L\\.U\\.|S\\.L\\.|S\\.A\\.|SA|SL|S\\.r\\.l\\.|S\\.p\\.A\\.|S\\.n\\.c\\.|"
                    + "Lda\\.?|B\\.V\\.|N\\.V\\.|BV|NV|VOF|Sp\\. z o\\.o\\.|Sp\\. j\\.)";

    private static final String JAPANESE_NAME = "[\\p{IsHan}\\p{IsKatakana}\\p{IsHiragana}ヶー]";

    private static final Pattern COMPANY =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + WORD + " ){1,8}?" + LEGAL_FORM + "(?![\\p{L}\\p{N}])"
                    + "|(?:株式会社|有限会社|合同会社)" + JAPANESE_NAME + "{1,20}|" + JAPANESE_NAME + "{1,20}(?:株式会社|有限会社|合同会社)");

    /** A label alone on its line is followed by its value; in a line of its own it ends in a colon at most. */
    private static final Pattern LABEL_END = Pattern.compile("\\s*[:|]?\\s*");

    private static final Pattern AFTER_LABEL = Pattern.compile("\\s*[:|].*|\\s{2,}.*|\\s*");

    private VendorReader() {}

    static Optional<String> read(Sheet sheet) {
        return labelled(sheet).or(() -> unlabelled(sheet));
    }

    private static Optional<String> labelled(Sheet sheet) {
        for (int line = 0; line < sheet.lines().size(); line++) {
            String text = sheet.lines().get(line);
            for (Place place : places(Labels.SELLER, text)) {
                String rest = text.substring(place.end());
                Optional<String> company = company(LABEL_END.matcher(rest).matches() ? sheet.below(line) : rest);
                if (company.isPresent()) {
                    return company;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unlabelled(Sheet sheet) {
        List<String> lines = sheet.lines();
        for (int line = 0; line < lines.size(); line++) {
            boolean receiver = names(Labels.BUYER, lines.get(line)) || (line > 0 && endsWithLabel(lines.get(line - 1)));
            if (!receiver) {
                Optional<String> company = company(lines.get(line));
                if (company.isPresent()) {
                    return company;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean endsWithLabel(String line) {
        return places(Labels.BUYER, line).stream()
                .anyMatch(
                        place -> LABEL_END.matcher(line.substring(place.end())).matches());
    }

    private static boolean names(Labels labels, String line) {
        return !places(labels, line).isEmpty();
    }

    /** Labels at the beginning of a line, followed by a colon, a bar, a wide gap or nothing. */
    private static List<Place> places(Labels labels, String line) {
        return labels.places(line).stream()
                .filter(place -> place.start() <= 2)
                .filter(place ->
                        AFTER_LABEL.matcher(line.substring(place.end())).matches())
                .toList();
    }

    private static Optional<String> company(String line) {
        Matcher matcher = COMPANY.matcher(line);
        return matcher.find() ? Optional.of(matcher.group().strip()) : Optional.empty();
    }
}
