package dev.forebay.simulator.invoice;

import java.util.Optional;

/**
 * Reads vendor, amount, currency and date out of a text, as a person would: by the words that stand beside them, in nine
 * languages. It knows nothing about how {@link Invoices} are made. Stateless.
 */
public final class InvoiceReader {

    /** Longer texts are not invoices; reading them would only cost time. */
    private static final int LONGEST_TEXT = 200_000;

    private InvoiceReader() {}

    /** Reads a text, which may begin with a prompt. Without a sum to be paid nothing else is looked for. */
    public static Extract read(String text) {
        Sheet sheet = new Sheet(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        Optional<Amount> total = TotalReader.read(sheet);
        if (total.isEmpty()) {
            return Extract.NOTHING;
        }
        Optional<String> currency =
                total.flatMap(Amount::currency).or(() -> Amount.currencyOf(String.join("\n", sheet.lines())));
        return new Extract(
                VendorReader.read(sheet),
                total.map(amount -> amount.canonical(currency.orElse(""))),
                currency,
                DateReader.read(sheet, currency.filter("USD"::equals).isPresent()));
    }
}
