package dev.forebay.queue.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner may read: a store holds documents. From the first moment on, not only after a change of
 * mode. File systems without POSIX permissions keep their own rules.
 */
final class Files0600 {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

    private Files0600() {}

    static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(file, options, attributes(file, OWNER_ONLY));
        restrict(file);
        return channel;
    }

    /**
     * Makes an empty file unless there is one, which is made private otherwise. SQLite gives its side files the same mode.
     *
     * @return whether it was made
     */
    static boolean createOrRestrict(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, OWNER_ONLY));
            return true;
        } catch (FileAlreadyExistsException e) {
            restrict(file);
            return false;
        }
    }

    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, OWNER_ONLY_FOLDER));
    }

    private static void restrict(Path file) throws IOException {
        if (isPosix(file.getFileSystem())
                && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
        return isPosix(file.getFileSystem())
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(FileSystem files) {
        return files.supportedFileAttributeViews().contains("posix");
    }
}
