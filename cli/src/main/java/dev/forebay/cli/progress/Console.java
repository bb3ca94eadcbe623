package dev.forebay.cli.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: what was asked for to {@code out}, all else to {@code err}, both in UTF-8. Thread-safe; writing may
 * block.
 *
 * @param out for the summary and for data
 * @param err for progress and complaints
 * @param terminalColumns the width of the terminal behind {@code err}, or 0 if it is none
 */
public record Console(PrintStream out, PrintStream err, int terminalColumns) {

    private static final int COLUMNS_DEFAULT = 80;

    /** The console of this process; the launcher says whether there is a terminal, as Java cannot tell for {@code err}. */
    public static Console ofProcess() {
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), columns());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns() {
        String told = System.getProperty("forebay.terminal", "");
        if (told.isEmpty()) {
            return 0;
        }
        try {
            int columns = Integer.parseInt(told);
            return columns > 0 ? columns : COLUMNS_DEFAULT;
        } catch (NumberFormatException e) {
            return COLUMNS_DEFAULT;
        }
    }
}
