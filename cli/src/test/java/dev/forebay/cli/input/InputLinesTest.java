package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputLinesTest {

    private static String reason(String line) {
        return assertThrows(
                        BadLineException.class, () -> InputLines.object(new LineReader.Line(1, Optional.of(line), "")))
                .reason();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json            | a 'n' is wrong at column 1
            {"a": 1             | it breaks off at its end, column 7
            {"a": "b            | it breaks off at its end, column 8
            {                   | it breaks off at its end, column 1
            {"a": 1} x          | a 'x' is wrong at column 10
            {"a": 1}{"b": 2}    | something follows the end of the object at column 9
            {'a': 1}            | a ''' is wrong at column 2
            {"a": b}            | a 'b' is wrong at column 7
            {"a": 01}           | a '1' is wrong at column 8
            {"a" 1}             | a '1' is wrong at column 6
            {"a": 1,}           | a '}' is wrong at column 9
            {"a": "\\x"}        | a 'x' is wrong at column 9
            {"a": NaN}          | NaN is no number of JSON, at column 7
            [-Infinity]         | Infinity is no number of JSON, at column 3
            """)
    void aLineThatIsNotJsonIsDescribedInOurWords(String line, String words) {
        assertEquals("the line is not JSON: " + words, reason(line));
    }

    @Test
    void whatAPersonCannotSeeIsNamed() {
        assertEquals("the line is not JSON: an unescaped control character at column 8", reason("{\"a\": \"\t\"}"));
    }

    @Test
    void whatWouldFillTheHeapIsNotJson() {
        String words = "the line is not JSON: it is nested too deep, holds more than a million values, or a name or a"
                + " number that is too long";
        assertEquals(words, reason("{\"a\":".repeat(5_000)));
        assertEquals(words, reason("{\"a\":[" + "[],".repeat(600_000) + "1]}"));
        assertEquals(words, reason("{\"a\":" + "1".repeat(2_000) + "}"));
    }

    @Test
    void anExponentThatJavaDoesNotTakeIsOneBadLine() {
        assertEquals("a number in the line has an exponent that is too large", reason("{\"a\": 1e99999999999}"));
    }
}
