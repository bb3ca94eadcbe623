package dev.forebay.cli.input;

import java.io.IOException;
import java.io.InputStream;

/** Tells what separates the cells of a CSV file. Stateless. */
final class CsvSeparator {

    private CsvSeparator() {}

    /**
     * The separator of a header: a comma, unless it has none outside quotes but has a semicolon or a tab, as spreadsheets write
     * them where the comma is for decimals.
     *
     * @param in is left where it stands; supports {@link InputStream#mark}
     * @param bytesMax so much of the header is looked at
     */
    static char of(InputStream in, int bytesMax) throws IOException {
        in.mark(bytesMax);
        boolean quoted = false;
        char other = 0;
        for (int read = 0, next = in.read(); read < bytesMax - 1 && next >= 0; read++, next = in.read()) {
            if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && next == ',') {
                other = 0;
                break;
            } else if (!quoted && other == 0 && (next == ';' || next == '\t')) {
                other = (char) next;
            } else if (!quoted && (next == '\n' || next == '\r')) {
                break;
            }
        }
        in.reset();
        return other == 0 ? ',' : other;
    }
}
