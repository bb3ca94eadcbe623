package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    private static List<LineReader.Line> read(byte[] bytes, int bytesMax) throws IOException {
        List<LineReader.Line> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes), bytesMax)) {
            Optional<LineReader.Line> line = reader.next();
            while (line.isPresent()) {
                lines.add(line.get());
                line = reader.next();
            }
        }
        return lines;
    }

    private static List<String> texts(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8), 100).stream()
                .map(line ->
                        line.number() + ":" + line.text().orElse(line.problem()).strip())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\nb\n", "\uFEFFa\nb", "a\r\nb\r\n"})
    void allCommonFormsOfLines(String content) throws Exception {
        assertEquals(List.of("1:a", "2:b"), texts(content));
    }

    @Test
    void blankLinesAreCountedAndLeftOut() throws Exception {
        assertEquals(List.of("2:a", "5:b"), texts("\na\n \n\r\nb\n\n"));
        assertEquals(List.of(), texts(""));
        assertEquals(List.of(), texts("\uFEFF\n"));
    }

    @Test
    void aLineThatIsTooLongIsNamedAndTheNextIsRead() throws Exception {
        assertEquals(List.of("1:the line is longer than 100 bytes", "2:b"), texts("x".repeat(101) + "\nb"));
        assertEquals(List.of("1:" + "x".repeat(100)), texts("x".repeat(100)));
    }

    @Test
    void whatIsNotUtf8IsNamed() throws Exception {
        List<LineReader.Line> lines = read(new byte[] {'a', (byte) 0xff, '\n', 'b'}, 100);
        assertEquals("the line is not UTF-8 from byte 2 on", lines.get(0).problem());
        assertEquals(Optional.of("b"), lines.get(1).text());
    }
}
