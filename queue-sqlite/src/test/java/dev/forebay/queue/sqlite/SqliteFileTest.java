package dev.forebay.queue.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoreRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: whose it is, who may open it, and with which settings. */
class SqliteFileTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("jobs.db");
    }

    private void sql(Path target, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + target);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.executeUpdate(text);
            }
        }
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws Exception {
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try (SqliteJobStore store = SqliteJobStore.open(file())) {
            store.enqueue(List.of(NewJob.of("a", Bytes.utf8("x"))))
                    .toCompletableFuture()
                    .join();
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> all = files.sorted().toList();
                assertEquals(4, all.size(), all.toString());
                for (Path each : all) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
                            each.toString());
                }
            }
        }
    }

    @Test
    void theSettingsThatPromisesRestOnAreInForce() {
        try (SqliteJobStore store = SqliteJobStore.open(file())) {
            assertEquals("wal", pragma(store, "journal_mode"));
            assertEquals("2", pragma(store, "synchronous"));
            assertEquals(String.valueOf(Schema.APPLICATION_ID), pragma(store, "application_id"));
            assertEquals(String.valueOf(Schema.scripts().size()), pragma(store, "user_version"));
        }
    }

    private static String pragma(SqliteJobStore store, String name) {
        return store.submit(handle ->
                        handle.createQuery("PRAGMA " + name).mapTo(String.class).one())
                .toCompletableFuture()
                .join();
    }

    @Test
    void theSameProcessIsRefusedTooWhicheverNameItUses() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
        try (SqliteJobStore store = SqliteJobStore.open(file())) {
            for (Path name : List.of(file(), folder.resolve(".").resolve("jobs.db"), link)) {
                StoreLockedException refused =
                        assertThrows(StoreLockedException.class, () -> SqliteJobStore.open(name));
                assertEquals(ProcessHandle.current().pid(), refused.pid().orElseThrow());
            }
            assertEquals(0, store.counts().toCompletableFuture().join().total());
        }
        SqliteJobStore.open(file()).close();
    }

    @Test
    void aStoreOfANewerVersionIsRefusedAndLeftAsItIs() throws Exception {
        SqliteJobStore.open(file()).close();
        sql(file(), "PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());
        StoreRefusedException refused = assertThrows(StoreRefusedException.class, () -> SqliteJobStore.open(file()));
        assertTrue(refused.toString().contains("version 99"), refused.toString());
        assertThrows(StoreRefusedException.class, () -> SqliteJobStore.openReadOnly(file()));
        assertEquals(Bytes.of(before), Bytes.of(Files.readAllBytes(file())));
    }

    @Test
    void anotherProgramsFileIsRefusedAndLeftAsItIs() throws Exception {
        sql(file(), "CREATE TABLE theirs (a)");
        byte[] before = Files.readAllBytes(file());
        StoreRefusedException refused = assertThrows(StoreRefusedException.class, () -> SqliteJobStore.open(file()));
        assertTrue(refused.toString().contains("another program"), refused.toString());
        assertEquals(Bytes.of(before), Bytes.of(Files.readAllBytes(file())));
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Files.writeString(file(), "vendor,amount\n".repeat(100));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        StoreRefusedException refused = assertThrows(StoreRefusedException.class, () -> SqliteJobStore.open(file()));
        assertTrue(refused.toString().contains("is not a store"), refused.toString());
        assertTrue(Files.readString(file()).startsWith("vendor,amount"));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(List.of(file()), files());
    }

    @Test
    void anOpeningThatFailsLeavesALockThatWasThere() throws Exception {
        Path lock = Files.createFile(folder.resolve("jobs.db.lock"));
        Files.writeString(file(), "vendor,amount\n".repeat(100));
        assertThrows(StoreRefusedException.class, () -> SqliteJobStore.open(file()));
        assertEquals(List.of(file(), lock), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theFileOfTheLockGoesAloneUnlessSomebodyHasIt() throws Exception {
        SqliteStoreBuilder builder = SqliteJobStore.at(file());
        try (SqliteJobStore store = builder.open()) {
            assertTrue(builder.hasLockFile());
            assertThrows(StoreLockedException.class, builder::deleteLockFile);
            assertEquals(0, store.counts().toCompletableFuture().join().total());
        }
        builder.deleteLockFile();
        assertFalse(builder.hasLockFile());
        SqliteJobStore.open(file()).close();
    }

    @Test
    void aStoreThatIsNotThereIsNotMadeByReading() {
        assertThrows(StoreRefusedException.class, () -> SqliteJobStore.openReadOnly(file()));
        assertFalse(Files.exists(file()));
    }

    @Test
    void aFolderThatIsNotThereIsAClearFailure() {
        StoreFailedException failed = assertThrows(
                StoreFailedException.class,
                () -> SqliteJobStore.open(folder.resolve("nowhere").resolve("jobs.db")));
        assertTrue(failed.toString().contains("nowhere"), failed.toString());
    }

    @Test
    void aReaderSeesWhatTheWriterCommitsAndCannotWrite() throws Exception {
        try (SqliteJobStore store = SqliteJobStore.open(file());
                JobReader reader = SqliteJobStore.openReadOnly(file())) {
            store.enqueue(List.of(NewJob.of("a", Bytes.utf8("x"))))
                    .toCompletableFuture()
                    .join();
            assertEquals(1, reader.counts().toCompletableFuture().join().total());
        }
        try (Connection connection = Connections.openReader(file(), Schema.scripts());
                Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.executeUpdate("DELETE FROM job"));
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        SqliteJobStore store = SqliteJobStore.open(file());
        store.close();
        store.close();
        Throwable write = store.put("a", Bytes.empty())
                .toCompletableFuture()
                .handle((x, error) -> error)
                .join();
        Throwable read =
                store.counts().toCompletableFuture().handle((x, error) -> error).join();
        assertTrue(String.valueOf(write).contains("the store is closed"), String.valueOf(write));
        assertTrue(String.valueOf(read).contains("the store is closed"), String.valueOf(read));
    }

    @Test
    void theCountsOfAnOlderStoreGoOn() throws Exception {
        Connections.openWriter(Files.createFile(file()), Schema.scripts().subList(0, 2))
                .close();
        sql(
                file(),
                "INSERT INTO job (id, state, priority, byte_count, fingerprint) VALUES ('a', 'DONE', 1, 1, ''),"
                        + " ('b', 'HELD', 1, 1, '')");
        try (SqliteJobStore store = SqliteJobStore.open(file())) {
            assertEquals(1, store.unholdAll().toCompletableFuture().join());
            JobCounts counts = store.counts().toCompletableFuture().join();
            assertEquals(1, counts.of(JobState.READY));
            assertEquals(1, counts.of(JobState.DONE));
            assertEquals(2, counts.total());
        }
    }

    @Test
    void aScriptThatFailsLeavesTheVersionBefore() throws Exception {
        SqliteJobStore.open(file()).close();
        int ours = Schema.scripts().size();
        List<String> scripts = new ArrayList<>(Schema.scripts());
        scripts.add("CREATE TABLE second (a); CREATE TABLE third (a)");
        scripts.add("CREATE TABLE second (a)");
        assertThrows(SQLException.class, () -> Connections.openWriter(file(), scripts));
        try (Connection connection = Connections.openWriter(file(), scripts.subList(0, ours + 1));
                Statement statement = connection.createStatement()) {
            assertEquals(ours + 1, statement.executeQuery("PRAGMA user_version").getInt(1));
            assertEquals(0, statement.executeQuery("SELECT count(*) FROM third").getInt(1));
        }
        StoreRefusedException newer = assertThrows(StoreRefusedException.class, () -> SqliteJobStore.open(file()));
        assertTrue(newer.toString().contains("version " + (ours + 1)), newer.toString());
    }

    @Test
    void aStoreOfTheFirstVersionIsBroughtUpToDateByTheNextWriter() throws Exception {
        Files.createFile(file());
        Connections.openWriter(file(), Schema.scripts().subList(0, 1)).close();
        sql(
                file(),
                "INSERT INTO job (sequence, id, state, priority, byte_count, fingerprint)"
                        + " VALUES (1, 'old', 'READY', 1, 3, 'print')",
                "INSERT INTO payload VALUES (1, x'616263')");
        StoreRefusedException refused =
                assertThrows(StoreRefusedException.class, () -> SqliteJobStore.openReadOnly(file()));
        assertTrue(refused.toString().contains("open it for writing once"), refused.toString());
        try (SqliteJobStore store = SqliteJobStore.open(file())) {
            assertEquals(
                    Bytes.utf8("abc"),
                    store.payload("old").toCompletableFuture().join().orElseThrow());
            assertEquals(0L, store.resultsRemoved().toCompletableFuture().join());
        }
    }

    @Test
    void theNativeLibraryIsUnpackedOnceAndMendedWhenItIsTorn() throws Exception {
        Path unpacked = NativeLibrary.unpack(folder).orElseThrow();
        Path library;
        try (Stream<Path> files = Files.list(unpacked)) {
            library = files.findFirst().orElseThrow();
        }
        var modified = Files.getLastModifiedTime(library);
        Object inode = Files.getAttribute(library, "unix:ino");
        NativeLibrary.unpack(folder);
        assertEquals(inode, Files.getAttribute(library, "unix:ino"));
        assertEquals(modified, Files.getLastModifiedTime(library));
        long size = Files.size(library);
        Files.write(library, new byte[] {1, 2, 3});
        NativeLibrary.unpack(folder);
        assertEquals(size, Files.size(library));
        try (Stream<Path> files = Files.list(unpacked)) {
            assertEquals(1, files.count());
        }
    }
}
