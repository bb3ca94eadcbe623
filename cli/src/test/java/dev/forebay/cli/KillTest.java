package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.time.Latency;
import dev.forebay.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What survives {@code kill -9}, a polite kill and a full disk. The short form of {@code scripts/kill-loop.sh}: figures come
 * from the provider's ledger and from the files, never from the run's own counters.
 */
class KillTest {

    private static final int JOBS = 200;
    private static final int KILLS = 3;
    private static final long SEED = 20261124;
    private static final long SECONDS_MAX = 60;

    @TempDir
    private Path folder;

    private static SimulatorOptions.Builder slowly() {
        return SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(300)));
    }

    /** Waits until so many calls have been billed. */
    private static void awaitBilled(SimulatorServer provider, long calls) throws Exception {
        await(() -> provider.provider().ledger().billed() >= calls);
    }

    /** Waits for a signal that only a look can give; the looks are alarms of the clock. */
    private static void await(BooleanSupplier reached) throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        look(reached, seen);
        seen.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void look(BooleanSupplier reached, CompletableFuture<Boolean> seen) {
        if (reached.getAsBoolean()) {
            seen.complete(true);
        } else if (!seen.isDone()) {
            Clock.system().schedule(Duration.ofMillis(5), () -> look(reached, seen));
        }
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
                awaitBilled(provider, moment);
                child.kill();
                child.process().waitFor();
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
    void theFirstSignalLetsCallsInFlightEnd() throws Exception {
        // Not INT: a shell that starts the build in the background makes its children ignore it. One switch serves
        // both.
        for (String signal : List.of("TERM")) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve(signal));
            Documents documents = Documents.invoices(own, JOBS);
            try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
                String[] run = documents.runArguments(provider, "--limits", "rpm=6000,burst=1s");
                Child child = Child.start(own, run);
                awaitBilled(provider, 50);
                child.signal(signal);
                assertEquals(143, child.status(), child.output());
                assertTrue(child.output().contains("to go on: run the same command again"), child.output());
                Ledger ledger = provider.provider().ledger();
                assertEquals(ledger.billed(), committed(documents.store), "a call in flight was thrown away");
                assertEquals(ledger.billed(), documents.resultsById().size());
                Child again = Child.start(own, run);
                assertEquals(0, again.status(), again.output());
                assertEquals(JOBS, provider.provider().ledger().billed());
                assertEquals(JOBS, documents.correct());
            }
        }
    }

    @Test
    void theSecondSignalEndsTheRunAtOnce() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        SimulatorServer provider =
                SimulatorServer.start(slowly().faults(FaultPlan.parse("hang=1")).build(), 0);
        try (provider) {
            Child child = Child.start(folder, documents.runArguments(provider));
            awaitBilled(provider, 1);
            child.signal("TERM");
            // Two signals that arrive before the first is taken are one to the operating system.
            await(() -> child.output().contains("stopping: "));
            child.signal("TERM");
            assertEquals(143, child.status(), child.output());
        }
    }

    @Test
    void aFullDiskEndsTheRunAndTheSameCommandGoesOn() throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] run = documents.runArguments(provider);
            // Files may grow to 512 KB: the store stops in the midst of the input or of the work.
            Child child = Child.start(folder, List.of("bash", "-c", "ulimit -f 512; exec \"$@\"", "bash"), run);
            assertEquals(5, child.status(), child.output());
            assertTrue(child.output().contains("forebay: "), child.output());
            assertTrue(!child.output().contains("\tat "), child.output());
            assertEquals(0, documents.run(provider).status());
            assertEquals(JOBS, documents.correct());
        }
    }
}
