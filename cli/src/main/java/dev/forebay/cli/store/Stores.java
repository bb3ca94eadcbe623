package dev.forebay.cli.store;

import dev.forebay.cli.exit.UserException;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoreRefusedException;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.queue.sqlite.StoreLockedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Opens stores, and says in one line why one cannot be used. Stateless. */
public final class Stores {

    private Stores() {}

    /** Opens a store for writing; makes it if there is none. Blocks. */
    public static SqliteJobStore openOrCreate(Path file) {
        return translated(() -> SqliteJobStore.open(file));
    }

    /** Opens a store that is there for writing. Blocks. */
    public static SqliteJobStore openExisting(Path file) {
        requireThere(file);
        return openOrCreate(file);
    }

    /** Opens a store that is there for reading, also while a run writes it. Blocks. */
    public static JobReader openForReading(Path file) {
        requireThere(file);
        return translated(() -> SqliteJobStore.openReadOnly(file));
    }

    /** The process that has a store open for writing, as far as can be told; empty if there is none. Blocks for a moment. */
    public static OptionalLong writer(Path file) {
        requireThere(file);
        return translated(() -> SqliteJobStore.at(file).writer());
    }

    /** Gives the space of what was thrown away back to the file system. Blocks. @return how many bytes */
    public static long compact(Path file) {
        return translated(() -> SqliteJobStore.at(file).compact());
    }

    /** Deletes a store and what belongs to it. Blocks. */
    public static void delete(Path file) {
        requireThere(file);
        PauseMark mark = PauseMark.of(file);
        translated(() -> {
            SqliteJobStore.at(file).delete();
            return mark.clear();
        });
    }

    /** Whether the file that holds the lock of a store is there. Blocks for a moment. */
    public static boolean hasLockFile(Path file) {
        return translated(() -> SqliteJobStore.at(file).hasLockFile());
    }

    /** Deletes the file that holds the lock of a store, unless somebody has it. Blocks. */
    public static void deleteLockFile(Path file) {
        translated(() -> {
            SqliteJobStore.at(file).deleteLockFile();
            return file;
        });
    }

    /**
     * Refuses ids that no job has, before anything is done to those that one has.
     *
     * @param ids at most {@value JobStore#BATCH_MAX}
     */
    public static void requireJobs(JobReader reader, Path file, List<String> ids) {
        if (ids.size() > JobStore.BATCH_MAX) {
            throw UserException.usage("at most " + JobStore.BATCH_MAX + " ids at once; --all takes all");
        }
        for (String id : ids) {
            if (await(reader.find(id)).isEmpty()) {
                throw UserException.usage("there is no job " + id + " in " + file + "; nothing was done");
            }
        }
    }

    /** What a stage completes with. Blocks. */
    public static <T> T await(CompletionStage<T> stage) {
        return translated(() -> stage.toCompletableFuture().join());
    }

    /** The line for a failure of the store; anything else is thrown as it is. */
    public static UserException failed(StoreFailedException failure) {
        return UserException.machine(failure.getMessage() + "; what was done is safe: mend it and run this again");
    }

    private static void requireThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw UserException.usage("there is no store at " + file
                    + "; give the file that a run has made, its --store, with --store FILE");
        }
    }

    private static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreLockedException | StoreRefusedException e) {
            throw UserException.usage(String.valueOf(e.getMessage()));
        } catch (StoreFailedException e) {
            // Opening: nothing was done yet.
            throw UserException.machine(e.getMessage() + "; mend it and run this again");
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreFailedException failure) {
                throw failed(failure);
            }
            throw e;
        }
    }
}
