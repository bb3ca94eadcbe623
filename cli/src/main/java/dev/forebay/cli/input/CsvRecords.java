package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a CSV file as RFC 4180 has it, in UTF-8: the first one names the fields, and tells the separator, a comma
 * unless it has none but semicolons or tabs. A byte order mark, line breaks inside quotes and blank lines are fine. Used by one
 * thread; blocks on the disk.
 */
final class CsvRecords implements Documents {

    private static final int BUFFER_BYTES = 1 << 16;

    /** A header that is longer has its separator in this much of it. */
    private static final int HEADER_BYTES_SEEN = 1 << 14;

    private final String name;
    private final InputStream in;
    private final CsvRows rows;
    private final List<String> header;

    /**
     * The records of a file.
     *
     * @param name stands in complaints
     * @param bytesMax larger records are reported
     * @throws UserException if the header names no fields
     */
    CsvRecords(String name, InputStream in, int bytesMax) throws IOException {
        this.name = name;
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        Utf8.skipMark(this.in);
        this.rows = new CsvRows(this.in, CsvSeparator.of(this.in, HEADER_BYTES_SEEN), bytesMax);
        this.header = header();
    }

    private List<String> header() throws IOException {
        Optional<CsvRow> first = row();
        if (first.isEmpty()) {
            return List.of();
        }
        if (first.get().problem().isPresent()) {
            throw UserException.usage("the header of " + name + " cannot be read: "
                    + first.get().problem().get());
        }
        List<String> names = first.get().cells().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String field : names) {
            if (!field.isEmpty() && !seen.add(field)) {
                throw UserException.usage(
                        "the header of " + name + " names the field \"" + Quoted.of(field) + "\" twice");
            }
        }
        return names;
    }

    @Override
    public Optional<Document> next() throws IOException {
        return row().map(this::document);
    }

    /** The next record that is not blank. */
    private Optional<CsvRow> row() throws IOException {
        Optional<CsvRow> row = rows.next();
        while (row.isPresent() && isBlank(row.get())) {
            row = rows.next();
        }
        return row;
    }

    /** A line of nothing but separators is what a spreadsheet makes of an empty one. */
    private static boolean isBlank(CsvRow row) {
        return row.problem().isEmpty() && row.cells().stream().allMatch(String::isBlank);
    }

    private Document document(CsvRow row) {
        String place = name + ":" + row.line();
        if (row.problem().isPresent()) {
            return new Document.Bad(place, row.problem().get());
        }
        if (row.cells().size() != header.size()) {
            return new Document.Bad(
                    place,
                    "the record has " + row.cells().size() + " cells and the header " + header.size()
                            + "; a cell with a separator, a quote or a line break in it must stand in quotes");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).isEmpty()) {
                fields.put(header.get(i), row.cells().get(i));
            }
        }
        return new Document.Usable(place, fields, fields.toString());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
