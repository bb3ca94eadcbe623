package dev.forebay.cli.output;

import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells why standard output takes no more. Stateless; blocks while the output does. */
public final class StandardOutput {

    private static final Path DEVICE = Path.of("/dev/stdout");

    /** The kinds of a file in its mode, as every Unix writes them. */
    private static final int KIND_MASK = 0xf000;

    private static final int PIPE = 0x1000;
    private static final int SOCKET = 0xc000;

    private StandardOutput() {}

    /**
     * Ends the command if what it wrote did not arrive. A pipe whose reader has gone, as {@code head} does, is no error worth a
     * word; a full disk is.
     *
     * @throws UserException in both cases, with a status of its own for each
     */
    public static void check(PrintStream out) {
        if (out.checkError()) {
            throw isPipe()
                    ? UserException.outputClosed()
                    : UserException.machine("standard output cannot be written: the disk is full, or it is gone");
        }
    }

    private static boolean isPipe() {
        try {
            int kind = (Integer) Files.getAttribute(DEVICE, "unix:mode") & KIND_MASK;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
