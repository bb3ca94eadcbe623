package dev.forebay.simulator.invoice;

/**
 * A synthetic invoice, and what a reader should find in it. Immutable.
 *
 * @param id such as {@code inv-0001}; unique within one call of {@link Invoices}
 * @param text the invoice as text
 * @param vendor who sends it
 * @param amount the total with a point before the decimals, such as {@code 1234.50}; yen have no decimals
 * @param currency the ISO 4217 code
 * @param date the day of issue, as {@code 2026-03-14}
 */
public record Invoice(String id, String text, String vendor, String amount, String currency, String date) {}
