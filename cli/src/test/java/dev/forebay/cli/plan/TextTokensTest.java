package dev.forebay.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.answer.Tokenizer;
import dev.forebay.simulator.invoice.InvoiceFiles;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class TextTokensTest {

    @Test
    void countsWordsDigitsAndSigns() {
        assertEquals(0, TextTokens.of(""));
        assertEquals(2, TextTokens.of("The cat"), "one for each word, none for the space");
        assertEquals(5, TextTokens.of("incomprehensibility"), "19 letters");
        assertEquals(4, TextTokens.of("1234,5"), "1234 is two, then the comma and the 5");
        assertEquals(4, TextTokens.of("日本語で"));
        assertEquals(3, TextTokens.of("a      b"), "a run of spaces is one more");
    }

    @Test
    void readsPromptsOutOfRequests() {
        assertEquals(
                4 + 2,
                TextTokens.ofRequest("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b\"}]}"));
        assertEquals(
                1 + 4 + 2,
                TextTokens.ofRequest("{\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"a b\"}]}]}"));
        assertEquals(1, TextTokens.ofRequest("{\"input\":\"a\"}"));
        assertEquals(2, TextTokens.ofRequest("no json"));
    }

    @Test
    void isWithinATenthForInvoicesInManyLanguages() throws Exception {
        StringWriter lines = new StringWriter();
        InvoiceFiles.write(200, 11, lines, Writer.nullWriter());
        long guessed = lines.toString().lines().mapToLong(TextTokens::of).sum();
        long counted = lines.toString().lines().mapToLong(Tokenizer::count).sum();
        assertTrue(Math.abs(guessed - counted) < counted / 10, guessed + " guessed, " + counted + " counted");
    }
}
