package dev.forebay.simulator.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.invoice.Invoice;
import dev.forebay.simulator.invoice.Invoices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void countsWordsNumbersAndSigns() {
        assertEquals(0, Tokenizer.count(""));
        assertEquals(3, Tokenizer.count("one two three"), "one each");
        assertEquals(2, Tokenizer.count("123456"));
        assertEquals(4, Tokenizer.count("合計金額"));
    }

    @Test
    void invoicesCostAboutThreeBytesAToken() {
        List<Invoice> invoices = Invoices.generate(1000, 42).toList();
        double tokens = 0;
        double bytes = 0;
        for (Invoice invoice : invoices) {
            long count = Tokenizer.count(invoice.text());
            assertTrue(count >= 200 && count <= 1900, () -> invoice.id() + " has " + count);
            tokens += count;
            bytes += invoice.text().getBytes(StandardCharsets.UTF_8).length;
        }
        assertEquals(630, tokens / invoices.size(), 25);
        assertEquals(3.05, bytes / tokens, 0.25);
    }
}
