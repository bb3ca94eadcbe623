package dev.forebay.cli.run;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that were not there before a run, so that one that is refused leaves none of them behind. Immutable; blocks on the
 * disk.
 */
final class FreshFiles {

    private final Optional<Path> store;
    private final Optional<Path> results;
    private final Optional<Path> unlocked;

    private FreshFiles(Optional<Path> store, Optional<Path> results, Optional<Path> unlocked) {
        this.store = store;
        this.results = results;
        this.unlocked = unlocked;
    }

    /**
     * Looks which of the files are there.
     *
     * @throws UserException if a file that no run has written stands where this one lists the jobs that were given up
     */
    static FreshFiles before(RunSettings.Files files) {
        boolean first = files.store().isEmpty() || !Files.exists(files.store().get());
        if (first && Files.exists(files.failed())) {
            throw UserException.usage(
                    files.failed() + " is there already, and jobs that are given up would be written over"
                            + " it; move it away, or give another --out");
        }
        return new FreshFiles(
                files.store().filter(file -> !Files.exists(file)),
                Optional.of(files.results()).filter(file -> !Files.exists(file)),
                files.store().filter(file -> Files.exists(file) && !Stores.hasLockFile(file)));
    }

    /** Deletes what is new and holds nothing. After the run has closed its files. */
    void takeBack() {
        try {
            store.filter(Files::exists).filter(FreshFiles::isWithoutJobs).ifPresent(Stores::delete);
            unlocked.ifPresent(Stores::deleteLockFile);
            if (results.isPresent() && Files.exists(results.get()) && Files.size(results.get()) == 0) {
                Files.delete(results.get());
            }
        } catch (UserException | IOException e) {
            // intentional: somebody else has it by now, or the disk is as broken as the user is about to be told
        }
    }

    private static boolean isWithoutJobs(Path file) {
        try (JobReader reader = Stores.openForReading(file)) {
            return Stores.await(reader.counts()).total() == 0;
        }
    }
}
