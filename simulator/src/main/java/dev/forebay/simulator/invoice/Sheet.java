package dev.forebay.simulator.invoice;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A text as its lines, with wide forms and odd spaces made plain; lines without content are left out. Immutable. */
final class Sheet {

    /** No line of an invoice is longer; what stands behind that is left out, or odd texts would take long to read. */
    private static final int LONGEST_LINE = 2000;

    private static final Pattern RULE = Pattern.compile("[\\s|:+=_-]*");
    private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");

    private final List<String> lines;

    Sheet(String text) {
        this.lines = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .lines()
                .map(String::strip)
                .map(line -> line.substring(0, Math.min(LONGEST_LINE, line.length())))
                .filter(line -> !RULE.matcher(line).matches())
                .toList();
    }

    List<String> lines() {
        return lines;
    }

    /** The line below; empty below the last one. */
    String below(int line) {
        return line + 1 < lines.size() ? lines.get(line + 1) : "";
    }

    /**
     * What stands under a word of a line, if both this line and the one below are rows of the same table between bars;
     * otherwise empty.
     */
    String under(int line, int column) {
        List<String> header = cells(lines.get(line));
        List<String> row = cells(below(line));
        if (header.size() < 2 || header.size() != row.size()) {
            return "";
        }
        int cell = cells(lines.get(line).substring(0, column) + "x").size() - 1;
        return row.get(cell);
    }

    private static List<String> cells(String line) {
        String inner = line.startsWith("|") ? line.substring(1) : line;
        inner = inner.endsWith("|") ? inner.substring(0, inner.length() - 1) : inner;
        return Arrays.asList(BAR.split(inner.strip(), -1));
    }
}
