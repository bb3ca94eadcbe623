package dev.forebay.cli.input;

import java.util.OptionalLong;

/**
 * How large one request, or the largest of many, is in what its bytes do not tell. Immutable.
 *
 * @param outputTokensMax the most tokens that it lets a model produce; empty if it sets no bound
 * @param textBytesMax the bytes that count as text, where it holds pictures or other media as base64; empty if it holds none
 */
public record RequestBounds(OptionalLong outputTokensMax, OptionalLong textBytesMax) {

    /** Nothing known, nothing special. */
    public static final RequestBounds NONE = new RequestBounds(OptionalLong.empty(), OptionalLong.empty());

    /** Both together: the larger of each, where one is there. */
    public RequestBounds plus(RequestBounds other) {
        return new RequestBounds(
                larger(outputTokensMax, other.outputTokensMax), larger(textBytesMax, other.textBytesMax));
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        if (one.isPresent() && other.isPresent()) {
            return OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
        }
        return one.isPresent() ? one : other;
    }
}
