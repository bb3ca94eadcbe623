package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplateTest {

    private static ObjectNode line(String json) throws BadLineException {
        return InputLines.object(new LineReader.Line(1, Optional.of(json), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Date of {text}           | Date of a "b"
            {text}{n}                | a "b"1.50
            {{{n}}}                  | {1.50}
            {{"k": "{ text }"}}      | {"k": "a "b""}
            {list} and {deep}        | [1,"x"] and {"a":true}
            {Straße}                 | ü
            """)
    void fieldsAreFilledIn(String template, String prompt) throws Exception {
        ObjectNode line =
                line("{\"text\":\"a \\\"b\\\"\",\"n\":1.50,\"list\":[1,\"x\"],\"deep\":{\"a\":true},\"Straße\":\"ü\"}");
        assertEquals(prompt, PromptTemplate.parse(template).fill(line));
    }

    @Test
    void whatAFieldHoldsIsNotReadAsATemplate() throws Exception {
        assertEquals("{n} }} {", PromptTemplate.parse("{text}").fill(line("{\"text\":\"{n} }} {\",\"n\":1}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no field", "{", "}", "{}", "{ }", "{text", "text}", "{\"vendor\": 1} {text}", "{{text}}"})
    void whatIsNoTemplateIsRefused(String template) {
        assertThrows(IllegalArgumentException.class, () -> PromptTemplate.parse(template));
    }

    @Test
    void aMissingFieldIsTheLinesFault() throws Exception {
        PromptTemplate template = PromptTemplate.parse("{a} {b}");
        BadLineException missing = assertThrows(BadLineException.class, () -> template.fill(line("{\"a\":1}")));
        assertTrue(missing.reason().contains("\"b\""), missing.reason());
        assertThrows(BadLineException.class, () -> template.fill(line("{\"a\":1,\"b\":null}")));
        assertThrows(BadLineException.class, () -> PromptTemplate.parse("{a}").fill(line("{\"a\":\" \"}")));
    }
}
