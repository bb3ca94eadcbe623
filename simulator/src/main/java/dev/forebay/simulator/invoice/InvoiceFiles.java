package dev.forebay.simulator.invoice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;

/**
 * Writes series of invoices as JSON lines: the texts for whoever shall read them, and apart from them what a reader should
 * find. Stateless.
 */
public final class InvoiceFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InvoiceFiles() {}

    /**
     * Writes {@code {"id","text"}} lines and, in the same order, {@code {"id","vendor","amount","currency","date"}} lines.
     *
     * @param count from 1 to 10 million
     * @param seed the same seed writes the same bytes
     * @throws IOException if one of the targets cannot be written
     */
    public static void write(int count, long seed, Appendable texts, Appendable expected) throws IOException {
        for (Iterator<Invoice> all = Invoices.generate(count, seed).iterator(); all.hasNext(); ) {
            Invoice invoice = all.next();
            texts.append(textLine(invoice)).append('\n');
            expected.append(expectedLine(invoice)).append('\n');
        }
    }

    /** The line with the text. */
    public static String textLine(Invoice invoice) {
        return json(JSON.createObjectNode().put("id", invoice.id()).put("text", invoice.text()));
    }

    /** The line with what a reader should find. */
    public static String expectedLine(Invoice invoice) {
        return json(JSON.createObjectNode()
                .put("id", invoice.id())
                .put("vendor", invoice.vendor())
                .put("amount", invoice.amount())
                .put("currency", invoice.currency())
                .put("date", invoice.date()));
    }

    private static String json(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of strings is always JSON", impossible);
        }
    }
}
