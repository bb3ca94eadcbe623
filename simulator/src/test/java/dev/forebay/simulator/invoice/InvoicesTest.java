package dev.forebay.simulator.invoice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is generated can be read back without exception, by someone who knows only the text. */
class InvoicesTest {

    private static final int COUNT = 2000;

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, -3, 20261124})
    void everyInvoiceIsReadBack(long seed) {
        List<String> wrong = new ArrayList<>();
        Invoices.generate(COUNT, seed).forEach(invoice -> {
            Extract extract = InvoiceReader.read("Extract vendor, amount, date: " + invoice.text());
            String found = extract.vendor() + " " + extract.amount() + " " + extract.currency() + " " + extract.date();
            String expected = "Optional[" + invoice.vendor() + "] Optional[" + invoice.amount() + "] Optional["
                    + invoice.currency() + "] Optional[" + invoice.date() + "]";
            if (!found.equals(expected)) {
                wrong.add(expected + "\n" + found + "\n" + invoice.text());
            }
        });
        assertEquals(List.of(), wrong.stream().limit(3).toList(), wrong.size() + " wrong");
    }
}
