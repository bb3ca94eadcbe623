package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.time.Latency;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run does when it is told to stop, to wait, or that nobody listens any more. */
class SignalsTest {

    private static final int JOBS = 40;
    private static final String[] STEADILY = {"--limits", "rpm=6000,concurrency=5"};

    /** A shell's background job has INT ignored, and its children with it: each child begins with a clean slate. */
    private static final List<String> HEEDING_SIGNALS =
            List.of("perl", "-e", "$SIG{$_} = 'DEFAULT' for qw(INT HUP TERM); exec @ARGV or die $!", "--");

    private static final List<String> IGNORING_HANGUPS =
            List.of("perl", "-e", "$SIG{HUP} = 'IGNORE'; $SIG{TERM} = 'DEFAULT'; exec @ARGV or die $!", "--");

    @TempDir
    private Path folder;

    private static SimulatorOptions.Builder slowly() {
        return SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(100)));
    }

    private static JobCounts counts(Path store) {
        try (JobReader reader = SqliteJobStore.openReadOnly(store)) {
            return reader.counts().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void theFirstSignalLetsCallsInFlightEndAndTheSameCommandGoesOn(String signal, int status) throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
            String[] run = documents.runArguments(provider, STEADILY);
            Child child = Child.start(folder, HEEDING_SIGNALS, run);
            Waiting.untilBilled(provider, 5);
            child.signal(signal);
            assertEquals(status, child.status(), child.output());
            assertTrue(child.output().contains("stopping: "), child.output());
            assertTrue(child.output().contains("to go on: run the same command again"), child.output());
            Ledger ledger = provider.provider().ledger();
            assertTrue(ledger.billed() < JOBS, "the run had ended before the signal came");
            assertEquals(
                    ledger.billed(), counts(documents.store).of(JobState.DONE), "a call in flight was thrown away");
            assertEquals(ledger.billed(), documents.resultsById().size());
            assertEquals(0, documents.run(provider).status());
            assertEquals(JOBS, provider.provider().ledger().billed());
            assertEquals(JOBS, documents.correct());
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, INT, 130", "TERM, TERM, 143", "HUP, TERM, 143"})
    void theSecondSignalEndsTheRunAtOnce(String first, String second, int status) throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        SimulatorServer provider =
                SimulatorServer.start(slowly().faults(FaultPlan.parse("hang=1")).build(), 0);
        try (provider) {
            Child child = Child.start(folder, HEEDING_SIGNALS, documents.runArguments(provider));
            Waiting.untilBilled(provider, 1);
            child.signal(first);
            // Two signals that arrive before the first is taken are one to the operating system.
            Waiting.until(() -> child.output().contains("stopping: "));
            // What arrives together with the first is taken for the same.
            Waiting.until(() -> {
                child.signal(second);
                return !child.process().isAlive();
            });
            assertEquals(status, child.status(), child.output());
        }
    }

    /** As timeout does it: to the process, and at once to its group. */
    @Test
    void aSignalThatIsSentTwiceAtOnceLetsCallsEnd() throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
            Child child = Child.start(folder, HEEDING_SIGNALS, documents.runArguments(provider, STEADILY));
            Waiting.untilBilled(provider, 5);
            child.signalTwice("TERM");
            assertEquals(143, child.status(), child.output());
            assertTrue(child.output().contains("to go on: run the same command again"), child.output());
            assertEquals(
                    provider.provider().ledger().billed(),
                    counts(documents.store).of(JobState.DONE),
                    "a call in flight was thrown away");
        }
    }

    @Test
    void aTerminalThatClosesTwiceStillLetsCallsEnd() throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
            Child child = Child.start(folder, HEEDING_SIGNALS, documents.runArguments(provider, STEADILY));
            Waiting.untilBilled(provider, 5);
            child.signal("HUP");
            Waiting.until(() -> child.output().contains("stopping: "));
            child.signal("HUP");
            assertEquals(129, child.status(), child.output());
            assertEquals(
                    provider.provider().ledger().billed(),
                    counts(documents.store).of(JobState.DONE));
        }
    }

    @Test
    void underNohupTheTerminalMayClose() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        try (SimulatorServer provider = SimulatorServer.start(slowly().build(), 0)) {
            Child child = Child.start(folder, IGNORING_HANGUPS, documents.runArguments(provider, STEADILY));
            Waiting.untilBilled(provider, 1);
            child.signal("HUP");
            assertEquals(0, child.status(), child.output());
            assertEquals(20, documents.correct());
        }
    }

    @Test
    void aPausedRunStartsNothingUntilItIsResumed() throws Exception {
        Documents documents = Documents.invoices(folder, JOBS);
        String store = documents.store.toString();
        // Four seconds of work, so that a pause that is late on a busy machine is still in time.
        SimulatorOptions options = SimulatorOptions.builder()
                .latency(Latency.fixed(Duration.ofMillis(300)))
                .build();
        try (SimulatorServer provider = SimulatorServer.start(options, 0)) {
            Child child = Child.start(folder, documents.runArguments(provider, "--limits", "rpm=6000,concurrency=3"));
            Waiting.untilBilled(provider, 1);
            assertEquals(0, Invoked.command("pause", "--store", store).status());
            Waiting.until(() -> child.output().contains("paused: "));
            Waiting.until(() -> counts(documents.store).of(JobState.LEASED) == 0);
            Waiting.untilAtRest(() -> provider.provider().ledger().arrived());
            Ledger ledger = provider.provider().ledger();
            assertTrue(ledger.billed() < JOBS, "the run had ended before it was paused");
            assertEquals(ledger.arrived(), counts(documents.store).of(JobState.DONE));
            assertEquals(0, Invoked.command("resume", "--store", store).status());
            assertEquals(0, child.status(), child.output());
            assertTrue(child.output().contains("resumed"), child.output());
            assertEquals(JOBS, documents.correct());
            assertEquals(JOBS, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aRunGoesOnWhenNobodyReadsItsOutput() throws Exception {
        Documents documents = Documents.invoices(folder, 20);
        try (SimulatorServer provider = Documents.quickProvider()) {
            String[] run = documents.runArguments(provider, "--progress", "plain");
            Process process = new ProcessBuilder(Child.command(List.of(), run)).start();
            process.getInputStream().close();
            process.getErrorStream().close();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            assertEquals(20, documents.correct());
        }
    }

    @Test
    void anExportEndsQuietlyWhenItsReaderGoes() throws Exception {
        Path file = folder.resolve("large.db");
        try (SqliteJobStore store = SqliteJobStore.open(file)) {
            for (int i = 0; i < 30; i++) {
                String id = "job" + i;
                store.enqueue(List.of(NewJob.of(id, Bytes.utf8("x"))));
                Claim.Claimed claimed = (Claim.Claimed) store.claim(id, "test", Duration.ofMinutes(1))
                        .toCompletableFuture()
                        .join();
                store.ack(claimed.job().lease(), 0, ack -> ack.storeResult(Bytes.utf8("x".repeat(100_000))))
                        .toCompletableFuture()
                        .join();
            }
        }
        Process process = new ProcessBuilder(Child.command(List.of(), "export", "--store", file.toString())).start();
        assertTrue(process.getInputStream().read() > 0);
        process.getInputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("", err);
        assertEquals(141, process.exitValue());

        if (Files.exists(Path.of("/dev/full"))) {
            Process full = new ProcessBuilder(Child.command(List.of(), "export", "--store", file.toString()))
                    .redirectOutput(Path.of("/dev/full").toFile())
                    .start();
            err = new String(full.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(full.waitFor(60, TimeUnit.SECONDS));
            assertTrue(err.startsWith("forebay: standard output cannot be written"), err);
            assertEquals(5, full.exitValue());
        }
    }
}
