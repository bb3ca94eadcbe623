package dev.forebay.cli.bench;

import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Written;
import dev.forebay.queue.sqlite.SqliteJobStore;
import dev.forebay.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The store alone: how many jobs a second it claims and acknowledges durably. Once with many jobs in flight, whose commits are
 * made together; once with one job at a time, which is a commit for each claim and each ack. Blocks.
 */
public final class StoreBench {

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int BATCH = 1_000;
    private static final Bytes PAYLOAD = Bytes.utf8("{\"messages\":\"" + "x".repeat(500) + "\"}");
    private static final Bytes RESULT = Bytes.utf8("{\"text\":\"" + "y".repeat(200) + "\"}");

    private final Path parent;
    private final Clock clock;

    /** A measurement on the disk of this folder, in a folder of its own that is gone in the end. */
    public StoreBench(Path parent, Clock clock) {
        this.parent = parent;
        this.clock = clock;
    }

    /**
     * Claims and acknowledges so many jobs.
     *
     * @param jobs 1 or more
     * @param inFlight at once; 1 makes a commit of each step
     * @return jobs a second
     * @throws IOException if the folder cannot be made or removed
     */
    public double jobsPerSecond(int jobs, int inFlight) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(parent, "forebay-bench");
        try (SqliteJobStore store = Stores.openOrCreate(folder.resolve("jobs.db"))) {
            List<String> ids = fill(store, jobs);
            Semaphore free = new Semaphore(inFlight);
            List<CompletableFuture<Written>> written = new ArrayList<>();
            long begun = clock.nanoTime();
            for (String id : ids) {
                free.acquire();
                written.add(store.claim(id, "bench", LEASE)
                        .thenCompose(claim -> store.ack(lease(claim), 0, ack -> {
                            ack.storeAnswer(RESULT);
                            ack.storeResult(RESULT);
                        }))
                        .whenComplete((done, failed) -> free.release())
                        .toCompletableFuture());
            }
            written.forEach(Stores::await);
            return jobs / (Duration.ofNanos(clock.nanoTime() - begun).toNanos() / 1e9);
        } finally {
            remove(folder);
        }
    }

    private static List<String> fill(SqliteJobStore store, int jobs) {
        List<String> ids =
                IntStream.range(0, jobs).mapToObj(job -> "job-" + job).toList();
        for (int from = 0; from < jobs; from += BATCH) {
            Stores.await(store.enqueue(ids.subList(from, Math.min(jobs, from + BATCH)).stream()
                    .map(id -> NewJob.of(id, PAYLOAD))
                    .toList()));
        }
        return ids;
    }

    private static Lease lease(Claim claim) {
        if (claim instanceof Claim.Claimed claimed) {
            return claimed.job().lease();
        }
        throw new IllegalStateException("nobody else claims jobs here: " + claim);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
