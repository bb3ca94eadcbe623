package dev.forebay.cli.store;

import dev.forebay.cli.exit.UserException;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoreRefusedException;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.queue.sqlite.StoreLockedException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            throw failed(e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreFailedException failure) {
                throw failed(failure);
            }
            throw e;
        }
    }
}
