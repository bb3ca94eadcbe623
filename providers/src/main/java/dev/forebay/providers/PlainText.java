package dev.forebay.providers;

import java.util.regex.Pattern;

/** Makes a server's words fit to be shown: no markup, no control characters, no keys. */
final class PlainText {

    private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^<>]{0,500}>");

    private static final Pattern BLANKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Z}\\s]+");

    /** Servers quote the key that they refuse: the usual forms of keys, and whatever follows the word Bearer. */
    private static final Pattern KEYS = Pattern.compile(
            "(?i)\\bbearer\\s+[^\\s\"']{4,}|\\b(?:sk|gsk|pk|xai)[-_][\\w*.-]{7,}[\\w*]|\\bAIza[\\w-]{20,}");

    private PlainText() {}

    /** A page or a text, on one line. */
    static String of(String text) {
        return oneLine(MARKUP.matcher(text).replaceAll(" "));
    }

    /** A text on one line, without the keys that it quotes. */
    static String oneLine(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ").strip();
        return KEYS.matcher(line).replaceAll("[secret]");
    }
}
