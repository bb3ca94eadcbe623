package dev.forebay.simulator.wire;

import java.util.List;

/**
 * What the simulated model says. Immutable.
 *
 * @param pieces the text in the pieces in which it is produced
 * @param inputTokens what was read
 * @param outputTokens what was produced
 * @param truncated whether the limit of the client cut it off
 */
public record Completion(List<String> pieces, long inputTokens, long outputTokens, boolean truncated) {

    /** Copies the pieces. */
    public Completion {
        pieces = List.copyOf(pieces);
    }

    /** The whole text. */
    public String text() {
        return String.join("", pieces);
    }
}
