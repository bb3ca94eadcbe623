package dev.forebay.queue.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.StoredResult;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a working process as hard as the system can, again and again, and looks for what it had acknowledged. */
class KillTest {

    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
        Path store = folder.resolve("jobs.db");
        Random random = new Random(20_261_124);
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = Child.start(store);
            try (BufferedReader output = Child.output(child)) {
                int until = 1 + random.nextInt(400);
                String line = output.readLine();
                for (int seen = 1; line != null; seen++) {
                    assertTrue(acknowledged.add(line), line + " was acknowledged twice");
                    if (seen == until) {
                        // By the handle: the process itself would close the output that is still to be read.
                        assertTrue(child.toHandle().destroyForcibly());
                    }
                    line = output.readLine();
                }
            }
            assertTrue(child.waitFor() != 0, "the child ended before it was killed; give it more jobs");
            check(store, acknowledged);
        }
        assertTrue(acknowledged.size() > KILLS);
    }

    private static void check(Path file, Set<String> acknowledged) {
        try (SqliteJobStore store = SqliteJobStore.open(file)) {
            List<StoredResult> results =
                    store.results(0, Child.JOBS + 1).toCompletableFuture().join();
            Set<String> stored = new HashSet<>();
            for (int i = 0; i < results.size(); i++) {
                assertEquals(i + 1, results.get(i).commitSequence(), "the order of commits has a gap");
                assertTrue(stored.add(results.get(i).jobId()), "two results for one job");
                assertEquals(
                        "result of " + results.get(i).jobId(),
                        results.get(i).result().utf8());
            }
            Set<String> lost = new HashSet<>(acknowledged);
            lost.removeAll(stored);
            assertEquals(Set.of(), lost, "acknowledged and lost");
            JobCounts counts = store.counts().toCompletableFuture().join();
            assertEquals(Child.JOBS, counts.total());
            assertEquals(stored.size(), counts.of(JobState.DONE));
            assertEquals(0, counts.of(JobState.LEASED));
            String integrity = store.submit(handle -> handle.createQuery("PRAGMA integrity_check")
                            .mapTo(String.class)
                            .one())
                    .toCompletableFuture()
                    .join();
            assertEquals("ok", integrity);
        }
    }

    @Test
    void aSecondProcessIsRefusedAndToldWho() throws Exception {
        Path store = folder.resolve("jobs.db");
        Process child = Child.start(store);
        try (BufferedReader output = Child.output(child)) {
            assertFalse(output.readLine().isEmpty());
            StoreLockedException refused = assertThrows(StoreLockedException.class, () -> SqliteJobStore.open(store));
            assertEquals(child.pid(), refused.pid().orElseThrow());
            assertTrue(refused.toString().contains("process " + child.pid()), refused.toString());
            try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
                assertEquals(
                        Child.JOBS, reader.counts().toCompletableFuture().join().total());
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        SqliteJobStore.open(store).close();
    }
}
