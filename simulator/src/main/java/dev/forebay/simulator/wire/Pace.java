package dev.forebay.simulator.wire;

/**
 * How the events of a stream are spread over time. Immutable.
 *
 * @param nanosPerPiece before each piece of text
 * @param piecesBeforeError after so many pieces the stream ends in an error; negative if it does not
 */
public record Pace(long nanosPerPiece, int piecesBeforeError) {

    /** Whether the stream ends in an error. */
    boolean breaks() {
        return piecesBeforeError >= 0;
    }

    /** The pieces that are sent. */
    public <T> java.util.List<T> sent(java.util.List<T> pieces) {
        return breaks() ? pieces.subList(0, Math.min(piecesBeforeError, pieces.size())) : pieces;
    }
}
