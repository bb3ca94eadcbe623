package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Any CSV file: each record is an object of texts or a complaint of one line, in order; and what was read, written as RFC 4180
 * has it, is read as the same. Stateless.
 */
public final class CsvFuzz {

    /** Quotes and their doubles make a record at most this much longer than what it was read from. */
    private static final int ROOM = 1 << 16;

    private CsvFuzz() {}

    /** Takes a file. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Document> documents;
        try {
            documents = FuzzedInput.documents(input, in -> open(in, FuzzedInput.BYTES_MAX));
        } catch (UserException noHeader) {
            assertTrue(FuzzedInput.isShortLine(String.valueOf(noHeader.getMessage())), noHeader::getMessage);
            return;
        }
        assertEquals(documents, FuzzedInput.trickled(input, in -> open(in, FuzzedInput.BYTES_MAX)));
        long last = 0;
        List<ObjectNode> records = new ArrayList<>();
        for (Document document : documents) {
            assertTrue(FuzzedInput.lineOf(document) > last, document::place);
            last = FuzzedInput.lineOf(document);
            if (document instanceof Document.Usable usable) {
                records.add(usable.fields());
            } else if (document instanceof Document.Bad bad) {
                assertTrue(FuzzedInput.isShortLine(bad.reason()), bad::reason);
            }
        }
        writtenAndReadAgain(records);
    }

    private static Documents open(InputStream in, int bytesMax) throws IOException {
        return new CsvRecords("in", in, bytesMax);
    }

    private static void writtenAndReadAgain(List<ObjectNode> records) {
        if (records.isEmpty() || records.get(0).isEmpty()) {
            return;
        }
        StringBuilder csv = new StringBuilder();
        List<String> names = StreamSupport.stream(((Iterable<String>) records.get(0)::fieldNames).spliterator(), false)
                .toList();
        csv.append(row(names));
        for (ObjectNode record : records) {
            assertEquals(names.size(), record.size());
            csv.append(
                    row(names.stream().map(record::get).map(JsonNode::textValue).toList()));
        }
        List<Document> again =
                FuzzedInput.documents(csv.toString().getBytes(StandardCharsets.UTF_8), in -> open(in, ROOM));
        // A record of nothing but blanks in the columns that have names is taken for an empty line.
        List<ObjectNode> shown = records.stream()
                .filter(record -> StreamSupport.stream(record.spliterator(), false)
                        .anyMatch(cell -> !cell.textValue().isBlank()))
                .toList();
        assertEquals(
                shown,
                again.stream()
                        .map(document -> ((Document.Usable) document).fields())
                        .toList());
    }

    private static String row(List<String> cells) {
        return cells.stream()
                        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")) + "\r\n";
    }
}
