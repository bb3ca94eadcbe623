package dev.forebay.queue.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoreRefusedException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making a store smaller, deleting it, and telling who has it. */
class UpkeepTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("jobs.db");
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void compactingGivesBackWhatWasPurged() throws Exception {
        byte[] large = new byte[1 << 20];
        try (SqliteJobStore store = SqliteJobStore.open(file)) {
            for (String id : List.of("a", "b", "c", "d")) {
                get(store.enqueue(List.of(NewJob.of(id, Bytes.of(large)))));
                Claim.Claimed claimed = (Claim.Claimed) get(store.claim(id, "worker", Duration.ofMinutes(1)));
                get(store.ack(claimed.job().lease(), 0, transaction -> {
                    transaction.storeAnswer(Bytes.of(large));
                    transaction.storeResult(Bytes.utf8("result of " + id));
                }));
            }
            get(store.purgeDone(0, 100));
            assertThrows(
                    StoreLockedException.class, () -> SqliteJobStore.at(file).compact());
        }
        long freed = SqliteJobStore.at(file).compact();
        assertTrue(freed > 7 << 20, freed + " bytes");
        assertTrue(Files.size(file) < 1 << 20, Files.size(file) + " bytes are left");
        try (SqliteJobStore store = SqliteJobStore.open(file)) {
            assertEquals(4, get(store.results(0, 10)).size());
            assertEquals(
                    "result of d", get(store.result("d")).orElseThrow().result().utf8());
        }
    }

    @Test
    void deletingLeavesNothingBehind() throws Exception {
        SqliteJobStore store = SqliteJobStore.open(file);
        get(store.enqueue(List.of(NewJob.of("a", Bytes.utf8("x")))));
        assertThrows(StoreLockedException.class, () -> SqliteJobStore.at(file).delete());
        assertEquals(1, get(store.counts()).total());
        store.close();
        Files.writeString(folder.resolve("jobs.db.results"), "not the store's");
        SqliteJobStore.at(file).delete();
        assertEquals(List.of("jobs.db.results"), names());
        SqliteJobStore.open(file).close();
    }

    @Test
    void whatIsNoStoreIsNotDeleted() throws Exception {
        assertThrows(StoreRefusedException.class, () -> SqliteJobStore.at(file).delete());
        Files.writeString(file, "precious ".repeat(200));
        assertThrows(StoreRefusedException.class, () -> SqliteJobStore.at(file).delete());
        assertTrue(Files.readString(file).startsWith("precious"));
        Path theirs = folder.resolve("theirs.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + theirs)) {
            connection.createStatement().executeUpdate("CREATE TABLE theirs (a)");
        }
        assertThrows(
                StoreRefusedException.class, () -> SqliteJobStore.at(theirs).delete());
        assertTrue(Files.exists(theirs));
    }

    @Test
    void theWriterIsToldWhileThereIsOne() throws Exception {
        SqliteStoreBuilder store = SqliteJobStore.at(file);
        assertEquals(OptionalLong.empty(), store.writer());
        try (SqliteJobStore open = SqliteJobStore.open(file)) {
            assertEquals(OptionalLong.of(ProcessHandle.current().pid()), store.writer());
            assertEquals(0, get(open.counts()).total());
        }
        assertEquals(OptionalLong.empty(), store.writer());
        Path lock = folder.resolve("jobs.db.lock");
        Files.writeString(lock, "999999999\n");
        assertEquals(OptionalLong.empty(), store.writer());
    }

    @Test
    void aNumberThatAnotherProcessHasByNowIsNotTheWriter() throws Exception {
        SqliteJobStore.open(file).close();
        Path lock = folder.resolve("jobs.db.lock");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n");
        assertEquals(
                OptionalLong.of(ProcessHandle.current().pid()),
                SqliteJobStore.at(file).writer());
        var longBefore = java.nio.file.attribute.FileTime.from(
                ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60));
        Files.setLastModifiedTime(lock, longBefore);
        assertEquals(OptionalLong.empty(), SqliteJobStore.at(file).writer());
    }

    @Test
    void aLockWhoseFileWasDeletedMeanwhileIsTakenAnew() throws Exception {
        Path lock = folder.resolve("jobs.db.lock");
        Files.createFile(lock);
        try (FileChannel earlier = FileChannel.open(lock, StandardOpenOption.READ)) {
            SqliteJobStore.open(file).close();
            SqliteJobStore.at(file).delete();
            assertEquals(0, earlier.size());
            try (SqliteJobStore store = SqliteJobStore.open(file)) {
                assertTrue(Files.exists(lock), "the lock that is held has no name");
                assertEquals(0, get(store.counts()).total());
            }
        }
    }
}
