package dev.forebay.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.cli.exit.UserException;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.NewJob;
import dev.forebay.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    @TempDir
    private Path folder;

    private final InMemoryJobStore store = new InMemoryJobStore(new ManualClock());
    private final List<String> said = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("out.jsonl");
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void finish(String id) {
        get(store.enqueue(List.of(NewJob.of(id, Bytes.utf8("payload")))));
        Claim.Claimed claimed = (Claim.Claimed) get(store.claim(id, "worker", Duration.ofMinutes(1)));
        get(store.ack(claimed.job().lease(), 0, transaction -> transaction.storeResult(Bytes.utf8("result of " + id))));
    }

    private ResultsFile open() {
        return ResultsFile.open(store, file, said::add);
    }

    private long publish() {
        try (ResultsFile results = open()) {
            return results.publish();
        }
    }

    private void assertLines(String... ids) throws Exception {
        assertEquals(List.of(ids).stream().map(id -> "result of " + id).toList(), Files.readAllLines(file));
    }

    @Test
    void resultsComeInTheOrderOfTheirCommits() throws Exception {
        finish("b");
        finish("a");
        assertEquals(2, publish());
        finish("c");
        assertEquals(1, publish());
        assertEquals(0, publish());
        assertLines("b", "a", "c");
    }

    @Test
    void whatAKilledProcessWroteBeyondTheStoredOffsetIsCutOff() throws Exception {
        finish("a");
        publish();
        finish("b");
        for (String torn : List.of("result of b\n", "result o", "r", "")) {
            Files.writeString(file, torn, StandardOpenOption.APPEND);
            open().close();
            assertLines("a");
        }
        publish();
        assertLines("a", "b");
        assertEquals(List.of(), said);
        assertFalse(Files.exists(ForeignBytes.kept(file)));
    }

    @Test
    void whatSomebodyElseAppendedIsKeptBesideAndSaid() throws Exception {
        finish("a");
        publish();
        finish("b");
        Files.writeString(file, "result of b\na note of mine\nresult", StandardOpenOption.APPEND);
        publish();
        assertLines("a", "b");
        assertEquals("a note of mine\nresult", Files.readString(ForeignBytes.kept(file)));
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).contains("out.jsonl ended with 21 bytes that no run has written"), said.toString());
        assertTrue(said.get(0).contains("out.jsonl.foreign now"), said.toString());
    }

    @Test
    void aLineThatIsAppendedWhileARunIsAtWorkIsKeptToo() throws Exception {
        finish("a");
        try (ResultsFile results = open()) {
            results.publish();
            Files.writeString(file, "first\n", StandardOpenOption.APPEND);
            finish("b");
            results.publish();
            Files.writeString(file, "second\n", StandardOpenOption.APPEND);
            replaceAndFinish("a");
            results.publish();
        }
        assertLines("b", "a");
        assertEquals("first\nsecond\n", Files.readString(ForeignBytes.kept(file)));
    }

    @Test
    void aShorterFileOfSomebodyElseInItsPlaceIsLeftAlone() throws Exception {
        finish("a");
        publish();
        Files.writeString(file, "mine\n");
        assertThrows(UserException.class, this::open);
        assertEquals("mine\n", Files.readString(file));
    }

    @Test
    void aFileThatWasDeletedOrCutIsWrittenAnew() throws Exception {
        finish("a");
        finish("b");
        publish();
        Files.delete(file);
        publish();
        assertLines("a", "b");
        Files.writeString(file, "result of a\nresu");
        publish();
        assertLines("a", "b");
    }

    private void replaceAndFinish(String id) {
        NewJob other = NewJob.of(id, Bytes.utf8("another payload"));
        get(store.replace(List.of(other)));
        Claim.Claimed claimed = (Claim.Claimed) get(store.claim(id, "worker", Duration.ofMinutes(1)));
        get(store.ack(claimed.job().lease(), 0, transaction -> transaction.storeResult(Bytes.utf8("result of " + id))));
    }

    @Test
    void afterAReplacementTheFileIsWrittenAnew() throws Exception {
        finish("a");
        finish("b");
        publish();
        try (ResultsFile results = open()) {
            replaceAndFinish("a");
            assertEquals(2, results.publish());
            assertLines("b", "a");
            finish("c");
            assertEquals(1, results.publish());
        }
        assertLines("b", "a", "c");
        assertEquals(0, publish());
        assertLines("b", "a", "c");
    }

    /** Killed at each step between the change of the store and the last line of the new file. */
    @Test
    void aRunThatIsKilledWhileItWritesTheFileAnewDoublesNothing() throws Exception {
        finish("a");
        finish("b");
        publish();
        Files.copy(file, folder.resolve("old"));
        replaceAndFinish("a");
        // Before the memory of the file was begun anew: the old lines, the old memory.
        open().close();
        assertLines();
        // The memory is begun anew, the file is not cut yet.
        Files.copy(folder.resolve("old"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        open().close();
        assertLines();
        // Cut, and one line of two written.
        Files.writeString(file, "result of b\n");
        publish();
        assertLines("b", "a");
        assertEquals(List.of(), said);
    }

    @Test
    void aFileThatWasEditedIsNotWrittenAnewEither() throws Exception {
        finish("a");
        publish();
        Files.writeString(file, "a corrected line of its own\n");
        replaceAndFinish("a");
        assertThrows(UserException.class, () -> open());
        assertEquals("a corrected line of its own\n", Files.readString(file));
    }

    @Test
    void aFileThatWasEditedIsLeftAlone() throws Exception {
        finish("a");
        finish("b");
        publish();
        String edited = Files.readString(file).replace("result of a", "a corrected line");
        Files.writeString(file, edited);
        assertThrows(UserException.class, () -> open());
        assertEquals(edited, Files.readString(file));
    }

    @Test
    void anotherFileGetsAllResults() throws Exception {
        finish("a");
        publish();
        file = folder.resolve("other.jsonl");
        publish();
        assertLines("a");
    }

    @Test
    void aFileOfSomebodyElseIsLeftAlone() throws Exception {
        Files.writeString(file, "mine\n");
        finish("a");
        assertThrows(UserException.class, () -> open());
        assertEquals("mine\n", Files.readString(file));
    }

    @Test
    void aFileThatCannotBeWrittenIsTheMachinesFault() throws Exception {
        Files.createDirectory(file);
        UserException failure =
                assertThrows(UserException.class, () -> ResultsFile.open(store, file.resolve("x/y"), said::add));
        assertEquals(5, failure.status());
    }
}
