package dev.forebay.cli.store;

import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A small file beside a store that says that no calls may be started. A file and not a value in the store, because the run
 * that is to be paused has the store for itself. Immutable and thread-safe; every method blocks on the disk for a moment.
 */
public final class PauseMark {

    private static final String SUFFIX = ".paused";

    private final Path file;

    private PauseMark(Path file) {
        this.file = file;
    }

    /** The mark of a store, whichever of its names is used. */
    public static PauseMark of(Path store) {
        Path real = store.toAbsolutePath().normalize();
        try {
            real = store.toRealPath();
        } catch (IOException e) {
            // intentional: a store that is not there yet has the one name that it was given
        }
        return new PauseMark(real.resolveSibling(real.getFileName() + SUFFIX));
    }

    /** Whether calls are forbidden. */
    public boolean isSet() {
        return Files.exists(file);
    }

    /** Forbids calls; false if they were forbidden before. */
    public boolean set() {
        try {
            Files.createFile(file, ownerOnly(file.getFileSystem()));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw UserException.machine(file + " cannot be made: " + e.getMessage());
        }
    }

    /** Allows calls again; false if they were allowed. */
    public boolean clear() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw UserException.machine(file + " cannot be deleted: " + e.getMessage());
        }
    }

    private static FileAttribute<?>[] ownerOnly(FileSystem files) {
        return files.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
