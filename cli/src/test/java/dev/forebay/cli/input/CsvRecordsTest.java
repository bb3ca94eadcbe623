package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.cli.exit.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {

    private static List<Document> read(String content, Charset charset) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (CsvRecords records = new CsvRecords("t.csv", new ByteArrayInputStream(content.getBytes(charset)), 1_000)) {
            for (Optional<Document> next = records.next(); next.isPresent(); next = records.next()) {
                documents.add(next.get());
            }
        }
        return documents;
    }

    private static List<String> texts(String content) throws IOException {
        return read(content, StandardCharsets.UTF_8).stream()
                .map(document -> document.place() + " "
                        + (document instanceof Document.Usable usable
                                ? usable.fields().toString()
                                : ((Document.Bad) document).reason()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,text\n1,a\n2,\"b,c\"",
                "\uFEFFid,text\r\n1,a\r\n2,\"b,c\"\r\n",
                "id;text\n1;a\n\n2;b,c\n",
                "id\ttext\n1\ta\n2\tb,c\n\t\n",
                "\n\"id\",text\n1,a\n,\n2,\"b,c\"\n"
            })
    void allCommonForms(String content) throws Exception {
        List<String> fields = texts(content).stream()
                .map(text -> text.substring(text.indexOf('{')))
                .toList();
        assertEquals(List.of("{\"id\":\"1\",\"text\":\"a\"}", "{\"id\":\"2\",\"text\":\"b,c\"}"), fields);
    }

    @Test
    void complaintsNameTheLineOnWhichTheRecordBegins() throws Exception {
        assertEquals(
                List.of(
                        "t.csv:2 {\"id\":\"1\",\"text\":\"two\\nlines\"}",
                        "t.csv:4 the record has 3 cells and the header 2; a cell with a separator, a quote or a line break"
                                + " in it must stand in quotes",
                        "t.csv:5 {\"id\":\"3\",\"text\":\"x\"}"),
                texts("id,text\n1,\"two\nlines\"\n2,a,b\n3,x"));
    }

    @Test
    void aColumnWithoutANameIsLeftOut() throws Exception {
        assertEquals(List.of("t.csv:2 {\"a\":\"1\"}"), texts("a,\n1,2\n"));
    }

    @Test
    void headersThatNameNothingAreRefused() {
        UserException twice = assertThrows(UserException.class, () -> texts("a,b,a\n1,2,3"));
        assertTrue(twice.line().contains("names the field \"a\" twice"), twice.line());
        UserException latin = assertThrows(UserException.class, () -> read("größe\n1", StandardCharsets.ISO_8859_1));
        assertTrue(latin.line().contains("header of t.csv"), latin.line());
        UserException wide = assertThrows(UserException.class, () -> read("\uFEFFa\n1", StandardCharsets.UTF_16LE));
        assertTrue(wide.line().contains("UTF-16"), wide.line());
    }

    @Test
    void nothingGivesNothing() throws Exception {
        assertEquals(List.of(), texts(""));
        assertEquals(List.of(), texts("\uFEFF\n\n"));
        assertEquals(List.of(), texts("id,text\n"));
    }
}
