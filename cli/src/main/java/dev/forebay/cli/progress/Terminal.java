package dev.forebay.cli.progress;

import dev.forebay.cli.signals.Resizes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The width of a terminal, which may change while a line is shown on it. Thread-safe; nothing blocks. */
public final class Terminal {

    private static final int COLUMNS_DEFAULT = 80;

    /** A terminal that does not say its size in this time will not say it at all. */
    private static final long ASK_SECONDS_MAX = 5;

    private volatile int columns;

    private Terminal(int columns) {
        this.columns = columns;
    }

    /** A terminal of this width, or none if it is 0. */
    public static Terminal of(int columns) {
        return new Terminal(columns);
    }

    /** That of this process, as the launcher found it; asked anew whenever its size changes. */
    static Terminal ofProcess() {
        Terminal terminal = new Terminal(told(System.getProperty("forebay.terminal", "")));
        if (terminal.isThere()) {
            Resizes.onResize(() -> terminal.resized(asked()));
        }
        return terminal;
    }

    /** Whether there is one. */
    public boolean isThere() {
        return columns > 0;
    }

    /** Its width in characters; 0 if there is none. */
    public int columns() {
        return columns;
    }

    private static int told(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int told = Integer.parseInt(text);
            return told > 0 ? told : COLUMNS_DEFAULT;
        } catch (NumberFormatException e) {
            return COLUMNS_DEFAULT;
        }
    }

    /** Takes what {@code stty size} says: rows and columns. Anything else changes nothing. */
    void resized(String answer) {
        String text = answer.strip();
        if (text.matches("[0-9]{1,5} [1-9][0-9]{0,4}")) {
            columns = Integer.parseInt(text.substring(text.indexOf(' ') + 1));
        }
    }

    /** As the launcher asks; Java itself has no word for it. Blocks for a moment; empty if nobody answers. */
    private static String asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(ASK_SECONDS_MAX, TimeUnit.SECONDS)) {
                stty.destroy();
                return "";
            }
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
