package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One document of an input, or what stands in its place. Not changed by anybody. */
public sealed interface Document {

    /** Where it is, for a complaint: {@code in.jsonl:7}, or the name of a file. */
    String place();

    /**
     * A document that can be used.
     *
     * @param place as in {@link #place}
     * @param fields what it consists of, by name
     * @param text the same as it stands in the input, so that it can be named by its content or sent on unchanged
     */
    record Usable(String place, ObjectNode fields, String text) implements Document {}

    /**
     * A document that cannot be used.
     *
     * @param place as in {@link #place}
     * @param reason what is wrong
     */
    record Bad(String place, String reason) implements Document {}

    /**
     * A document as one that can be used.
     *
     * @throws BadLineException if it cannot
     */
    static Usable usable(Document document) throws BadLineException {
        if (document instanceof Usable usable) {
            return usable;
        }
        throw new BadLineException(document instanceof Bad useless ? useless.reason() : "it cannot be read");
    }
}
