package dev.forebay.pool;

import dev.forebay.signal.Dimension;

/** What of a call a limit counts: the dimensions that a {@link Metering} knows, told apart once and not at each call. */
enum Counted {
    REQUESTS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    TOTAL_TOKENS,

    /** Something that calls hold nothing of: images, or whatever a header names. */
    OTHER;

    static Counted of(Dimension dimension) {
        if (dimension.equals(Dimension.REQUESTS)) {
            return REQUESTS;
        }
        if (dimension.equals(Dimension.INPUT_TOKENS)) {
            return INPUT_TOKENS;
        }
        if (dimension.equals(Dimension.OUTPUT_TOKENS)) {
            return OUTPUT_TOKENS;
        }
        return dimension.equals(Dimension.TOTAL_TOKENS) ? TOTAL_TOKENS : OTHER;
    }
}
