package dev.forebay.cli.input;

import java.util.regex.Pattern;

/** Shows a piece of an input inside a complaint, which stays one short line whatever the input holds. Stateless. */
final class Quoted {

    /** Enough to find the place again. */
    private static final int LENGTH_MAX = 80;

    /** Whatever ends a line somewhere, moves the cursor or is not to be seen. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

    private Quoted() {}

    /** The text, or its beginning; what cannot be seen becomes a question mark. */
    static String of(String text) {
        boolean fits = text.length() <= LENGTH_MAX;
        int end = fits || !Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX : LENGTH_MAX - 1;
        String shown = fits ? text : text.substring(0, end) + "...";
        return UNSEEN.matcher(shown).replaceAll("?");
    }
}
