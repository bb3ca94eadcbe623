package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoreRefusedException;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.time.Latency;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What survives {@code kill -9} and a full disk. The short form of {@code scripts/kill_loop.py}: figures come
 * from the provider's ledger and from the files, never from the run's own counters.
 */
class KillTest {

    private static final int JOBS = 120;
    private static final int KILLS = 3;
    private static final long SEED = 20261124;

    @TempDir
    private Path folder;

    private static SimulatorOptions.Builder slowly() {
        return SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(200)));
    }

    @Test
    void killsLoseNothingAndRepeatOnlyWhatWasNotCommitted() throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        Random random = new Random(SEED);
        try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
            String[] run = documents.runArguments(provider, "--limits", "rpm=6000,burst=1s");
            long uncommitted = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                int moment = JOBS * kill / (KILLS + 1) - random.nextInt(JOBS / 5);
                Child child = Child.start(folder, run);
                Waiting.untilBilled(provider, moment);
                child.kill();
                child.process().waitFor();
                // What the child had sent may still lie in the provider's sockets.
                Waiting.untilAtRest(() -> provider.provider().ledger().billed());
                Ledger ledger = provider.provider().ledger();
                long here = ledger.billed() - ledger.billedTwice() - committed(documents.store);
                assertTrue(here >= 0, "the store has results that nobody was billed for");
                uncommitted += here;
            }
            Child last = Child.start(folder, run);
            assertEquals(0, last.status(), last.output());
            assertEquals(JOBS, documents.correct());
            long again = provider.provider().ledger().billed() - JOBS;
            assertTrue(again <= uncommitted, again + " billed again, " + uncommitted + " were not committed");
        }
    }

    private static long committed(Path store) {
        try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
            return reader.counts().toCompletableFuture().join().of(JobState.DONE);
        }
    }

    @Test
    void aFullDiskEndsTheRunAndTheSameCommandGoesOn() throws Exception {
        Documents documents = Documents.invoices(folder, 200);
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] run = documents.runArguments(provider);
            // Files may grow to 512 KB: the store stops in the midst of the input or of the work.
            Child child = Child.start(folder, List.of("bash", "-c", "ulimit -f 512; exec \"$@\"", "bash"), run);
            assertEquals(5, child.status(), child.output());
            assertTrue(child.output().contains("forebay: "), child.output());
            assertTrue(!child.output().contains("\tat "), child.output());
            assertEquals(0, documents.run(provider).status());
            assertEquals(200, documents.correct());
        }
    }

    @Test
    void aKillWhileAPipeIsReadIsTakenUpByTheSameInputAgain() throws Exception {
        // Two lines fill a batch, so that the store holds some of the input when the process dies.
        String line = "{\"id\":\"%d\",\"text\":\"" + "long ".repeat(850_000) + "\"}\n";
        Documents documents = new Documents(folder);
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", documents.input.toString()).start().waitFor());
        try (SimulatorServer provider = Documents.quickProvider()) {
            Child child = Child.start(folder, documents.runArguments(provider));
            try (OutputStream pipe = Files.newOutputStream(documents.input)) {
                pipe.write((line.formatted(1) + line.formatted(2)).getBytes(StandardCharsets.UTF_8));
                Waiting.until(() -> jobs(documents.store) == 2);
                child.kill();
                child.process().waitFor();
            }
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    Files.writeString(documents.input, line.formatted(1) + line.formatted(2) + line.formatted(3));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Invoked again = documents.run(provider);
            assertEquals(0, again.status(), again.err());
            writer.join();
            assertEquals(3, documents.resultsById().size());
            assertEquals(3, provider.provider().ledger().billed());
        }
    }

    private static long jobs(Path store) {
        if (!Files.exists(store)) {
            return 0;
        }
        try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
            return reader.counts().toCompletableFuture().join().total();
        } catch (StoreFailedException | StoreRefusedException notThereYet) {
            return 0;
        }
    }
}
