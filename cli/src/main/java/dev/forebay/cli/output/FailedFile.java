package dev.forebay.cli.output;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.JobReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The file of the jobs that were given up, written anew from the store. Stateless; blocks on the disk. */
public final class FailedFile {

    private static final int LETTERS_AT_ONCE = 500;

    private FailedFile() {}

    /**
     * Replaces the file, in one step, by what the store says; removes it if nothing is dead.
     *
     * @param priced whether the price is known
     * @return how many jobs are in it
     * @throws UserException if the disk or the store fails
     */
    public static long rewrite(JobReader store, Path file, boolean priced) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            long written = write(store, fresh, priced);
            if (written == 0) {
                Files.delete(fresh);
                Files.deleteIfExists(file);
            } else {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return written;
        } catch (IOException e) {
            throw UserException.machine(file + " cannot be written (" + e.getMessage()
                    + "); `forebay dead list` shows the same from the store");
        }
    }

    private static long write(JobReader store, Path fresh, boolean priced) throws IOException {
        long written = 0;
        FailedLines lines = FailedLines.of(store, priced);
        try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
            long after = 0;
            List<DeadLetter> letters = Stores.await(store.deadLetters(after, LETTERS_AT_ONCE));
            while (!letters.isEmpty()) {
                for (DeadLetter letter : letters) {
                    out.write(lines.line(letter));
                    out.write('\n');
                    after = letter.job().sequence();
                    written++;
                }
                letters = Stores.await(store.deadLetters(after, LETTERS_AT_ONCE));
            }
        }
        return written;
    }
}
