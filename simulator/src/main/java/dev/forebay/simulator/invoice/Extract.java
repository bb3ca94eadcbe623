package dev.forebay.simulator.invoice;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What was found in a text. Immutable.
 *
 * @param vendor the company that sends the invoice
 * @param amount the sum to be paid, with a point before the decimals
 * @param currency its ISO 4217 code
 * @param date the day of issue
 */
public record Extract(
        Optional<String> vendor, Optional<String> amount, Optional<String> currency, Optional<LocalDate> date) {

    /** A text without a sum to be paid is no invoice, and is not read any further. */
    static final Extract NOTHING = new Extract(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether the text was an invoice at all: a sum, and a sender or a day. */
    public boolean isInvoice() {
        return amount.isPresent() && (vendor.isPresent() || date.isPresent());
    }
}
