package dev.forebay.simulator.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.invoice.Extract;
import dev.forebay.simulator.invoice.InvoiceReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What the simulated model answers to a text: what it found in an invoice, or a polite sentence. Stateless. */
public final class Speech {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A real model sends a few tokens at a time. */
    private static final int CHARACTERS_PER_PIECE = 12;

    private Speech() {}

    /** The answer to a text. */
    public static String answerTo(String text) {
        Extract found = InvoiceReader.read(text);
        if (!found.isInvoice()) {
            return "I have read your message and have nothing to add to it.";
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("vendor", found.vendor().orElse(null))
                .put("amount", found.amount().orElse(null))
                .put("currency", found.currency().orElse(null))
                .put("date", found.date().map(LocalDate::toString).orElse(null));
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of strings is always JSON", impossible);
        }
    }

    /** A text in the pieces in which it is produced. */
    public static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + CHARACTERS_PER_PIECE);
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
