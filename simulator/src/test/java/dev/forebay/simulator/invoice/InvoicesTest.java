package dev.forebay.simulator.invoice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is generated can be read back without exception, by someone who knows only the text. */
class InvoicesTest {

    private static final int COUNT = 250;

    private static final List<String> PROMPTS = List.of(
            "Extract vendor, amount, date: {text}",
            "{text}",
            "You read invoices. Return JSON like {\"vendor\": \"...\", \"amount\": \"12.50\", \"total\": \"9.99\", \"date\":"
                    + " \"2020-01-02\"}.\n\n<invoice>\n{text}\n</invoice>\n\nAnswer with the JSON object only.",
            "Please find the vendor, the total amount (with currency) and the date of issue.\n\n{text}\n\nThank you!");

    private static String fields(Extract extract) {
        return String.join(
                " | ",
                extract.vendor().orElse("?"),
                extract.amount().orElse("?"),
                extract.currency().orElse("?"),
                extract.date().map(Object::toString).orElse("?"));
    }

    private static String fields(Invoice invoice) {
        return String.join(" | ", invoice.vendor(), invoice.amount(), invoice.currency(), invoice.date());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, -3, 20261124})
    void everyInvoiceIsReadBack(long seed) {
        List<String> wrong = new ArrayList<>();
        Invoices.generate(COUNT, seed).forEach(invoice -> {
            for (String prompt : PROMPTS) {
                String found = fields(InvoiceReader.read(prompt.replace("{text}", invoice.text())));
                if (!found.equals(fields(invoice))) {
                    wrong.add(fields(invoice) + "\n" + found + "\n" + invoice.text());
                }
            }
        });
        assertEquals(List.of(), wrong.stream().limit(3).toList(), wrong.size() + " wrong");
    }

    /** Each digit of the total becomes the next one, wherever and however it is written. */
    @Test
    void anAmountThatIsEditedByHandComesBackEdited() {
        Invoices.generate(COUNT, 11).forEach(invoice -> {
            String digits = invoice.amount().replace(".", "");
            Pattern anySeparators =
                    Pattern.compile("(?<!\\d)" + String.join("[.,' ]?", digits.split("")) + "(?![\\d])");
            Matcher matcher = anySeparators.matcher(invoice.text());
            assertTrue(matcher.find(), invoice::text);
            String edited = invoice.text().substring(0, matcher.start())
                    + nextDigits(matcher.group())
                    + invoice.text().substring(matcher.end());
            Extract extract = InvoiceReader.read(edited);
            assertEquals(nextDigits(invoice.amount()), extract.amount().orElse("?"), edited);
        });
    }

    private static String nextDigits(String number) {
        return Pattern.compile("\\d")
                .matcher(number)
                .replaceAll(digit -> Integer.toString(Integer.parseInt(digit.group()) % 9 + 1));
    }

    @Test
    void noTwoAreTheSame() {
        Set<String> texts = new HashSet<>();
        Stream.of(1L, 2L).forEach(seed -> Invoices.generate(1000, seed).forEach(invoice -> texts.add(invoice.text())));
        assertEquals(2000, texts.size());
    }

    @Test
    void theSameSeedWritesTheSameBytes() throws IOException {
        assertEquals(write(200, 7), write(200, 7));
        assertNotEquals(write(200, 7), write(200, 8));
        assertTrue(write(200, 7).startsWith(write(100, 7)), "a longer series begins like a shorter one");
    }

    private static String write(int count, long seed) throws IOException {
        StringBuilder texts = new StringBuilder();
        InvoiceFiles.write(count, seed, texts, new StringBuilder());
        return texts.toString();
    }

    @Test
    void usesAllLanguagesAndCurrencies() {
        Set<String> currencies = new HashSet<>();
        Invoices.generate(COUNT, 1).forEach(invoice -> currencies.add(invoice.currency()));
        assertEquals(Set.of("EUR", "GBP", "USD", "CHF", "PLN", "JPY", "BRL"), currencies);
    }

    @Test
    void refusesCountsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> Invoices.generate(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Invoices.generate(Invoices.MOST + 1, 1));
    }
}
