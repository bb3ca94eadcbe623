package dev.forebay.cli.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: what was asked for to {@code out}, all else to {@code err}, both in UTF-8. Thread-safe; writing may
 * block. A pipe that its reader has closed swallows what is written: whoever works on need not care.
 *
 * @param out for the summary and for data
 * @param err for progress and complaints
 * @param terminal behind {@code err}
 */
public record Console(PrintStream out, PrintStream err, Terminal terminal) {

    /**
     * A console on a terminal that keeps its size.
     *
     * @param terminalColumns its width, or 0 if there is none
     */
    public Console(PrintStream out, PrintStream err, int terminalColumns) {
        this(out, err, Terminal.of(terminalColumns));
    }

    /** The console of this process; the launcher says whether there is a terminal, as Java cannot tell for {@code err}. */
    public static Console ofProcess() {
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), Terminal.ofProcess());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
