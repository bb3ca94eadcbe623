/**
 * Synthetic invoices in several languages, and a reader that finds vendor, amount and date in a text.
 */
@NullMarked
package dev.forebay.simulator.invoice;

import org.jspecify.annotations.NullMarked;
