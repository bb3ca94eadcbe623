package dev.forebay.queue.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Ending;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.SaveFailedException;
import dev.forebay.queue.StoreFailedException;
import dev.forebay.queue.StoredResult;
import dev.forebay.queue.Written;
import dev.forebay.time.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** One commit for many, and nothing acknowledged without one. */
class GroupCommitTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger commits = new AtomicInteger();
    private SqliteJobStore store;

    @BeforeEach
    void open() {
        store = SqliteJobStore.at(folder.resolve("jobs.db")).clock(clock).open();
        onCommit(commits::incrementAndGet);
    }

    /** Runs inside each COMMIT of the writer, before anything of it is on disk. */
    private void onCommit(Runnable action) {
        get(store.submit(handle -> {
            SQLiteConnection connection = handle.getConnection().unwrap(SQLiteConnection.class);
            connection.addCommitListener(new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                    action.run();
                }

                @Override
                public void onRollback() {}
            });
            return connection;
        }));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private List<Lease> leases(int jobs) {
        get(store.enqueue(IntStream.range(0, jobs)
                .mapToObj(i -> NewJob.of("job" + i, Bytes.utf8("payload")))
                .toList()));
        List<CompletionStage<Claim>> claims = IntStream.range(0, jobs)
                .mapToObj(i -> store.claim("job" + i, "worker", LEASE))
                .toList();
        return claims.stream()
                .map(claim ->
                        assertInstanceOf(Claim.Claimed.class, get(claim)).job().lease())
                .toList();
    }

    /** Keeps the writer busy, as a slow disk does, until the latch is opened. */
    private CountDownLatch busy() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        CompletionStage<Boolean> waiting = store.submit(handle -> {
            started.countDown();
            return open.await(30, TimeUnit.SECONDS);
        });
        assertTrue(started.await(30, TimeUnit.SECONDS));
        assertEquals(false, waiting.toCompletableFuture().isDone());
        return open;
    }

    @Test
    void whatGathersWhileTheDiskIsBusyIsOneCommit() throws Exception {
        List<Lease> leases = leases(400);
        CountDownLatch disk = busy();
        List<CompletionStage<Written>> acks = new ArrayList<>();
        for (Lease lease : leases) {
            acks.add(store.ack(lease, 0, transaction -> transaction.storeResult(Bytes.utf8("result"))));
        }
        int before = commits.get();
        disk.countDown();
        acks.forEach(ack -> assertEquals(new Written.Applied(), get(ack)));
        // One for the command that kept the writer busy, one for all four hundred acks.
        assertEquals(before + 2, commits.get());
    }

    @Test
    void noStageCompletesBeforeItsCommit() throws Exception {
        List<Lease> leases = leases(2);
        CountDownLatch between = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch disk = busy();
        CompletionStage<Written> ack =
                store.ack(leases.get(0), 0, transaction -> transaction.storeResult(Bytes.utf8("result")));
        CompletionStage<Boolean> last = store.submit(handle -> {
            reached.countDown();
            return between.await(30, TimeUnit.SECONDS);
        });
        disk.countDown();
        assertTrue(reached.await(30, TimeUnit.SECONDS));
        assertEquals(false, ack.toCompletableFuture().isDone(), "acknowledged before the commit");
        try (JobReader reader = SqliteJobStore.openReadOnly(folder.resolve("jobs.db"))) {
            assertEquals(JobState.LEASED, get(reader.find("job0")).orElseThrow().state());
        }
        between.countDown();
        assertEquals(new Written.Applied(), get(ack));
        assertEquals(true, get(last));
    }

    @Test
    void noStageIsCompleteWhileItsCommitRuns() {
        store.close();
        // Stages complete on the thread that hands them over: one that came too early would be seen inside the commit.
        store = SqliteJobStore.at(folder.resolve("jobs.db"))
                .clock(clock)
                .completeOn(Runnable::run)
                .open();
        AtomicReference<CompletableFuture<Boolean>> put = new AtomicReference<>(new CompletableFuture<>());
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        onCommit(() -> seen.add(put.get().isDone()));
        CountDownLatch handed = new CountDownLatch(1);
        put.set(store.submit(handle -> {
                    SqliteTransaction.put(handle, "name", Bytes.utf8("value"));
                    return handed.await(30, TimeUnit.SECONDS);
                })
                .toCompletableFuture());
        handed.countDown();
        assertEquals(true, get(put.get()));
        assertFalse(seen.isEmpty(), "nobody looked");
        assertEquals(false, seen.get(seen.size() - 1), "complete before its commit");
    }

    @Test
    void aFullDiskStopsTheStoreAndNothingIsAcknowledgedAfterIt() throws Exception {
        List<Lease> leases = leases(20);
        CountDownLatch disk = busy();
        CompletionStage<Integer> small = store.submit(handle -> handle.execute("PRAGMA max_page_count = 1"));
        List<CompletionStage<Written>> acks = new ArrayList<>();
        for (Lease lease : leases) {
            Bytes large = Bytes.of(new byte[200_000]);
            acks.add(store.ack(lease, 0, transaction -> transaction.storeResult(large)));
        }
        disk.countDown();
        for (CompletionStage<Written> ack : acks) {
            assertInstanceOf(StoreFailedException.class, failure(ack));
        }
        assertInstanceOf(StoreFailedException.class, failure(small));
        assertInstanceOf(StoreFailedException.class, failure(store.put("name", Bytes.empty())));
        store.close();
        try (SqliteJobStore again = SqliteJobStore.open(folder.resolve("jobs.db"))) {
            assertEquals(20, get(again.counts()).of(JobState.READY));
            assertEquals(List.of(), get(again.results(0, 10)));
        }
    }

    @Test
    void anAckThatIsWrittenInPartStopsTheStoreAndIsNotCommitted() throws Exception {
        List<Lease> leases = leases(2);
        get(store.submit(handle -> handle.execute("CREATE TEMP TRIGGER planted BEFORE INSERT ON result WHEN NEW.job = 2"
                + " BEGIN SELECT RAISE(ABORT, 'planted by a test'); END")));
        CountDownLatch disk = busy();
        List<CompletionStage<Written>> acks = leases.stream()
                .map(lease -> store.ack(lease, 0, transaction -> transaction.storeResult(Bytes.utf8("result"))))
                .toList();
        disk.countDown();
        acks.forEach(ack -> assertInstanceOf(StoreFailedException.class, failure(ack)));
        store.close();
        store = SqliteJobStore.open(folder.resolve("jobs.db"));
        assertEquals(2, get(store.counts()).of(JobState.READY));
        assertEquals(List.of(), get(store.results(0, 10)));
    }

    @Test
    void aWriteThatTheUserSwallowsIsNoAck() {
        Lease lease = leases(1).get(0);
        get(store.submit(handle -> handle.execute("CREATE TEMP TRIGGER planted BEFORE INSERT ON result"
                + " BEGIN SELECT RAISE(ABORT, 'planted by a test'); END")));
        CompletionStage<Written> ack = store.ack(lease, 0, transaction -> {
            transaction.storeResult(Bytes.utf8("result"));
            try {
                transaction.put("name", Bytes.utf8("value"));
            } catch (RuntimeException swallowed) {
                // As a careless save does.
            }
        });
        assertInstanceOf(SaveFailedException.class, failure(ack));
        assertEquals(1, get(store.counts()).of(JobState.LEASED));
        assertEquals(JobState.LEASED, get(store.find("job0")).orElseThrow().state());
    }

    @Test
    void aStatementThatWasKeptFromAnEarlierAckIsTakenBackToo() throws Exception {
        List<Lease> leases = leases(2);
        get(store.submit(handle -> handle.execute("CREATE TABLE mine (a)")));
        AtomicReference<PreparedStatement> kept = new AtomicReference<>();
        assertEquals(
                new Written.Applied(),
                get(store.ack(
                        leases.get(0),
                        0,
                        transaction -> kept.set(transaction
                                .unwrap(Connection.class)
                                .orElseThrow()
                                .prepareStatement("INSERT INTO mine VALUES (1)")))));
        assertInstanceOf(SaveFailedException.class, failure(store.ack(leases.get(1), 0, transaction -> {
            assertEquals(1, kept.get().executeUpdate());
            throw new IllegalStateException("planted by a test");
        })));
        Integer rows = get(store.submit(handle -> handle.createQuery("SELECT count(*) FROM mine")
                .mapTo(Integer.class)
                .one()));
        assertEquals(Integer.valueOf(0), rows);
    }

    @Test
    void aJobThatTheUsersOwnStatementTookAwayIsNotAcknowledged() throws Exception {
        List<Lease> leases = leases(2);
        CountDownLatch disk = busy();
        CompletionStage<Written> meddling = store.ack(leases.get(0), 0, transaction -> {
            try (Statement statement =
                    transaction.unwrap(Connection.class).orElseThrow().createStatement()) {
                statement.executeUpdate("UPDATE job SET state = 'CANCELLED' WHERE id = 'job1'");
            }
        });
        CompletionStage<Written> late = store.ack(leases.get(1), 0, transaction -> {});
        disk.countDown();
        assertEquals(new Written.Applied(), get(meddling));
        assertInstanceOf(Written.Lost.class, get(late));
    }

    @Test
    void whatIsTakenBackIsNotCounted() {
        Lease lease = leases(1).get(0);
        get(store.submit(handle -> handle.execute("CREATE TEMP TRIGGER planted BEFORE INSERT ON history"
                + " BEGIN SELECT RAISE(ABORT, 'planted by a test'); END")));
        failure(store.bury(lease, Ending.attempt("a reason")));
        assertEquals(true, get(store.put("name", Bytes.empty())));
        assertEquals(1, get(store.counts()).of(JobState.LEASED));
        assertEquals(0, get(store.counts()).of(JobState.DEAD));
        assertEquals(JobState.LEASED, get(store.find("job0")).orElseThrow().state());
    }

    @Test
    void anAckWithAWriteOfItsOwnIsTakenBackAlone() throws Exception {
        List<Lease> leases = leases(2);
        CountDownLatch disk = busy();
        CompletionStage<Written> failing = store.ack(leases.get(0), 0, transaction -> {
            transaction.storeResult(Bytes.utf8("never"));
            transaction.put("name", Bytes.utf8("never"));
            throw new IllegalStateException("planted by a test");
        });
        CompletionStage<Written> good = store.ack(leases.get(1), 0, transaction -> {
            transaction.storeAnswer(Bytes.utf8("raw"));
            transaction.put("name", Bytes.utf8("value"));
            transaction.storeResult(Bytes.utf8("result"));
            transaction.storeResult(Bytes.utf8("a second one changes nothing"));
        });
        disk.countDown();
        assertInstanceOf(SaveFailedException.class, failure(failing));
        assertEquals(new Written.Applied(), get(good));
        assertEquals(1, get(store.counts()).of(JobState.LEASED));
        assertEquals(1, get(store.counts()).of(JobState.DONE));
        assertEquals(Bytes.utf8("value"), get(store.value("name")).orElseThrow());
        assertEquals(Bytes.utf8("raw"), get(store.answer("job1")).orElseThrow());
        assertEquals(
                List.of(Bytes.utf8("result")),
                get(store.results(0, 10)).stream().map(StoredResult::result).toList());
    }

    @Test
    void aFailedCommitAcknowledgesNobodyInIt() throws Exception {
        List<Lease> leases = leases(3);
        CountDownLatch disk = busy();
        CompletionStage<Written> first = store.ack(leases.get(0), 0, transaction -> {});
        // The transaction is ended behind the writer's back, so its commit fails.
        CompletionStage<Integer> saboteur = store.submit(handle -> handle.execute("ROLLBACK"));
        CompletionStage<Written> last = store.ack(leases.get(1), 0, transaction -> {});
        disk.countDown();
        assertInstanceOf(StoreFailedException.class, failure(first));
        assertInstanceOf(StoreFailedException.class, failure(saboteur));
        assertInstanceOf(StoreFailedException.class, failure(last));
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return get(stage.<Throwable>handle((value, error) -> error == null ? new AssertionError("completed") : error));
    }

    @Test
    void aJumpOfTheWallClockEndsNoLease() {
        Lease lease = leases(1).get(0);
        clock.jumpWall(Duration.ofMinutes(10));
        assertEquals(List.of(), get(store.reapExpired(10)).ready());
        clock.jumpWall(Duration.ofMinutes(-30));
        clock.advance(LEASE);
        assertEquals(List.of("job0"), get(store.reapExpired(10)).ready());
        assertEquals(1, lease.epoch());
    }

    @Test
    void stagesCompleteOnTheGivenExecutor() throws Exception {
        store.close();
        List<Runnable> handed = new CopyOnWriteArrayList<>();
        CountDownLatch some = new CountDownLatch(1);
        store = SqliteJobStore.at(folder.resolve("jobs.db"))
                .completeOn(task -> {
                    handed.add(task);
                    some.countDown();
                })
                .open();
        CompletableFuture<Boolean> put = store.put("a", Bytes.empty()).toCompletableFuture();
        assertTrue(some.await(30, TimeUnit.SECONDS));
        assertEquals(false, put.isDone());
        handed.forEach(Runnable::run);
        assertTrue(put.isDone());
    }

    @Test
    void closingCommitsWhatWaits() throws Exception {
        CountDownLatch disk = busy();
        List<CompletionStage<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            puts.add(store.put("value" + i, Bytes.utf8("x")));
        }
        disk.countDown();
        store.close();
        puts.forEach(GroupCommitTest::get);
        store = SqliteJobStore.open(folder.resolve("jobs.db"));
        assertEquals(Bytes.utf8("x"), get(store.value("value49")).orElseThrow());
    }
}
