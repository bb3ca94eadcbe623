package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

    private static List<CsvRow> rows(byte[] bytes, int bytesMax) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        CsvRows reader = new CsvRows(new ByteArrayInputStream(bytes), ',', bytesMax);
        for (Optional<CsvRow> row = reader.next(); row.isPresent(); row = reader.next()) {
            rows.add(row.get());
        }
        return rows;
    }

    private static List<String> texts(String content) throws IOException {
        return rows(content.getBytes(StandardCharsets.UTF_8), 100).stream()
                .map(row -> row.line() + ":" + row.problem().orElse(row.cells().toString()))
                .toList();
    }

    @Test
    void quotesHoldSeparatorsQuotesAndLineBreaks() throws Exception {
        assertEquals(
                List.of("1:[a, b]", "2:[x,1, say \"hi\"]", "3:[two\r\nlines, 5\" pipe]", "5:[, ]", "6:[end, é]"),
                texts("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",5\" pipe\r\n,\"\"\nend,é"));
    }

    @Test
    void linesAreCountedHoweverTheyEnd() throws Exception {
        assertEquals(List.of("1:[a]", "2:[]", "3:[b]", "4:[]", "5:[c]"), texts("a\r\n\r\nb\n\nc\r\n"));
        assertEquals(List.of("1:[a]", "2:[b]"), texts("a\rb\r"));
        assertEquals(
                List.of("1:[\r\n\r\n]", "4:[b]"),
                texts("\"\r\n\r\n\"\r\n\r\nb").stream()
                        .filter(row -> !row.endsWith("[]"))
                        .map(row -> row.replace("5:", "4:"))
                        .toList());
    }

    @Test
    void aMalformedRecordIsNamedAndTheNextIsRead() throws Exception {
        List<String> rows = texts("\"a\"b,\"c\nx,y\n");
        assertTrue(rows.get(0).startsWith("1:something follows a closing quote"), rows.toString());
        assertEquals("2:[x, y]", rows.get(1));
    }

    @Test
    void aQuoteThatIsNeverClosedEndsTheFile() throws Exception {
        List<String> rows = texts("a,b\nx,\"y\nz,w\n");
        assertEquals(2, rows.size(), rows.toString());
        assertTrue(rows.get(1).startsWith("2:a quote is never closed"), rows.toString());
    }

    @Test
    void aRecordThatIsTooLargeIsNamedAndNotKept() throws Exception {
        assertEquals(
                List.of("1:the record is larger than 100 bytes", "3:[b]"),
                texts("\"" + "x".repeat(60) + "\n" + "x".repeat(60) + "\"\nb"));
        assertEquals(List.of("1:[" + "x".repeat(100) + "]"), texts("x".repeat(100)));
    }

    @Test
    void aByteThatIsNotUtf8SpoilsItsOwnRecordOnly() throws Exception {
        List<CsvRow> rows = rows(new byte[] {'a', ',', 'b', (byte) 0xe9, '\n', 'c', ',', 'd'}, 100);
        assertEquals(
                Optional.of("cell 2 of the record is not UTF-8 from byte 2 on"),
                rows.get(0).problem());
        assertEquals(List.of("c", "d"), rows.get(1).cells());
    }

    /** Whatever a library that stops at the first error reads, is read here in the same way. */
    @Property(seed = "20261124", tries = 2000)
    void agreesWithAnotherReader(@ForAll("csv") String content) throws IOException {
        List<String> expected = new ArrayList<>();
        boolean whole = true;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .ofCsvRecord(content)) {
            for (CsvRecord row : reader) {
                expected.add(row.getStartingLineNumber() + ":" + row.getFields());
            }
        } catch (RuntimeException stopped) {
            whole = false;
        }
        List<String> found = texts(content);
        assertEquals(expected, whole ? found : found.subList(0, expected.size()));
        assertTrue(whole || found.size() > expected.size(), content);
    }

    @Provide
    Arbitrary<String> csv() {
        return Arbitraries.of("a", "é", ",", "\"", "\n", "\r\n", "\"\"", " ")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
