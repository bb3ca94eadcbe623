package dev.forebay.simulator.invoice;

import java.util.List;

/** A page of text under construction. Not thread-safe. */
final class Page {

    private final StringBuilder text = new StringBuilder();

    /** Adds a line. */
    void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** Adds an empty line, unless the last one is empty. */
    void gap() {
        if (!text.isEmpty() && !text.toString().endsWith("\n\n")) {
            text.append('\n');
        }
    }

    /** Adds cells between bars. */
    void bars(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    /** Adds cells in columns of the given widths; a negative width sets the cell to the right. */
    void columns(List<String> cells, int... widths) {
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < cells.size(); at++) {
            String padding =
                    " ".repeat(Math.max(2, Math.abs(widths[at]) - cells.get(at).length()));
            line.append(widths[at] < 0 ? padding + cells.get(at) : cells.get(at) + padding);
        }
        line(line.toString());
    }

    @Override
    public String toString() {
        return text.toString().strip();
    }
}
