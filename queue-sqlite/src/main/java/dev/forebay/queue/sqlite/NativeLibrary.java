package dev.forebay.queue.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * SQLite's own code, kept unpacked in one folder of the user's cache.
 *
 * <p>Left alone, the driver unpacks a fresh copy into the temporary folder at each start, and a killed process leaves it
 * there: a run that is killed and resumed all night fills the disk. Here one copy per version is unpacked, compared with
 * the driver's on each start, and used again. If that fails, the driver's own way is taken. Whoever has set
 * {@code org.sqlite.lib.path} or {@code org.sqlite.tmpdir} keeps what was set.
 */
final class NativeLibrary {

    private static final System.Logger LOG = System.getLogger("dev.forebay.queue.sqlite");

    private static final String PATH = "org.sqlite.lib.path";
    private static final String TEMPORARY = "org.sqlite.tmpdir";

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library, once per process. */
    static void load() {
        LOCK.lock();
        try {
            if (!loaded) {
                loaded = true;
                loadOnce();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static void loadOnce() {
        if (System.getProperty(PATH) != null || System.getProperty(TEMPORARY) != null) {
            return;
        }
        try {
            Optional<Path> folder = unpack(cacheFolder());
            if (folder.isPresent()) {
                System.setProperty(PATH, folder.get().toString());
                SQLiteJDBCLoader.initialize();
                System.clearProperty(PATH);
            }
        } catch (Exception e) {
            System.clearProperty(PATH);
            LOG.log(System.Logger.Level.DEBUG, "SQLite is unpacked into the temporary folder", e);
        }
    }

    /** Unpacks the library into a folder of its version, unless the same bytes are there; empty if there is none for this machine. */
    static Optional<Path> unpack(Path cache) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        byte[] bytes;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            bytes = in.readAllBytes();
        }
        String platform = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
        Path folder = cache.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform);
        Files0600.createFolders(folder);
        Path library = folder.resolve(name);
        if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), bytes)) {
            Path fresh = Files.createTempFile(folder, name, ".new");
            Files.write(fresh, bytes);
            Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(folder);
    }

    private static Path cacheFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "forebay")
                : Path.of(cache, "forebay");
    }
}
