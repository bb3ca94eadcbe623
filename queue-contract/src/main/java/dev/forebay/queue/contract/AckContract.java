package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.lost;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.queue.AckWork;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.SaveFailedException;
import dev.forebay.queue.StoredResult;
import dev.forebay.queue.Written;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Finishing a job: the result and the ack in one commit, first one wins, and a paid answer is adopted. Confined to one thread. */
public interface AckContract extends StoreFixture {

    @Test
    default void anAckStoresTheResultAndFinishesTheJob() {
        Lease lease = leased("a");
        applied(store().ack(lease, 1_500, transaction -> {
            assertEquals("a", transaction.jobId());
            assertEquals(new Counters(1, 1, 0, 0), transaction.counters());
            assertEquals(1_500, transaction.costMicros());
            transaction.storeAnswer(Bytes.utf8("raw"));
            transaction.storeResult(Bytes.utf8("result"));
        }));
        JobSnapshot done = find("a");
        assertEquals(JobState.DONE, done.state());
        assertEquals(new Counters(1, 1, 0, 0), done.counters());
        assertEquals(1_500, done.costMicros());
        assertEquals(Optional.empty(), done.owner());
        assertEquals(Optional.of(new StoredResult(1, "a", Bytes.utf8("result"))), get(store().result("a")));
        assertEquals(Optional.of(Bytes.utf8("raw")), get(store().answer("a")));
    }

    @Test
    default void anAckMayStoreNothing() {
        applied(store().ack(leased("a"), 0, AckWork.NOTHING));
        assertEquals(JobState.DONE, find("a").state());
        assertEquals(Optional.empty(), get(store().result("a")));
        assertEquals(List.of(), get(store().results(0, 10)));
    }

    @Test
    default void aSecondAckIsLostAndTheFirstResultStays() {
        Lease lease = leased("a");
        applied(store().ack(lease, 10, storing("first")));
        lost(JobState.DONE, store().ack(lease, 10, storing("second")));
        assertEquals(List.of(new StoredResult(1, "a", Bytes.utf8("first"))), get(store().results(0, 10)));
        assertEquals(10, find("a").costMicros());
    }

    @Test
    default void withinOneAckTheFirstResultWins() {
        applied(store().ack(leased("a"), 0, transaction -> {
            transaction.storeResult(Bytes.utf8("first"));
            transaction.storeResult(Bytes.utf8("second"));
        }));
        assertEquals(List.of(new StoredResult(1, "a", Bytes.utf8("first"))), get(store().results(0, 10)));
    }

    @Test
    default void aNegativeCostIsRefused() {
        Lease lease = leased("a");
        assertInstanceOf(IllegalArgumentException.class, failure(store().ack(lease, -1, AckWork.NOTHING)));
        assertEquals(JobState.LEASED, find("a").state());
    }

    @Test
    default void aLateAnswerIsAdoptedWhileTheJobIsReady() {
        Lease lease = leased("a");
        letTimePass(LEASE);
        get(store().reapExpired(10));
        assertEquals(new Written.Adopted(), get(store().ack(lease, 10, storing("late"))));
        assertEquals(JobState.DONE, find("a").state());
        assertEquals(new Counters(1, 1, 0, 1), find("a").counters());
        assertEquals(List.of(), candidateIds());
    }

    @Test
    default void aLateAnswerIsAdoptedWhileAnotherWorkerHoldsTheJobAndWins() {
        Lease old = leased("a");
        letTimePass(LEASE);
        get(store().reapExpired(10));
        Lease fresh = claim("a").lease();
        assertEquals(new Written.Adopted(), get(store().ack(old, 10, storing("late"))));
        lost(JobState.DONE, store().ack(fresh, 10, storing("fresh")));
        assertEquals(List.of(new StoredResult(1, "a", Bytes.utf8("late"))), get(store().results(0, 10)));
    }

    @Test
    default void aLateAnswerIsAdoptedWhileTheJobIsHeld() {
        Lease old = leased("a");
        letTimePass(LEASE);
        get(store().reapExpired(10));
        applied(store().hold(claim("a").lease(), Ending.uncounted("quota")));
        assertEquals(new Written.Adopted(), get(store().ack(old, 0, storing("late"))));
    }

    @Test
    default void aLateAnswerToAClosedJobIsLost() {
        Lease dead = leased("dead");
        applied(store().bury(dead, Ending.attempt("bad request")));
        lost(JobState.DEAD, store().ack(dead, 0, storing("late")));
        Lease cancelled = leased("cancelled");
        applied(store().release(cancelled, Ending.uncounted("drained"), Duration.ZERO));
        get(store().cancel(List.of("cancelled")));
        lost(JobState.CANCELLED, store().ack(cancelled, 0, storing("late")));
        assertEquals(List.of(), get(store().results(0, 10)));
    }

    @Test
    default void aLeaseThatNeverWasIsNotAdopted() {
        leased("a");
        lost(JobState.LEASED, store().ack(new Lease("a", 2), 0, storing("forged")));
        lost(JobState.LEASED, store().ack(new Lease("a", 0), 0, storing("forged")));
        assertEquals(new Written.Lost(Optional.empty()), get(store().ack(new Lease("b", 1), 0, storing("forged"))));
        assertEquals(List.of(), get(store().results(0, 10)));
    }

    @Test
    default void aSaveThatThrowsRollsBackItsOwnAckOnly() {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            leases.add(leased("job" + i));
        }
        List<CompletionStage<Written>> acks = new ArrayList<>();
        for (Lease lease : leases) {
            acks.add(store().ack(lease, 7, transaction -> {
                transaction.put("last", Bytes.utf8(lease.jobId()));
                transaction.storeResult(Bytes.utf8("result of " + lease.jobId()));
                if (lease.jobId().equals("job4")) {
                    throw new IOException("no room");
                }
            }));
        }
        for (int i = 0; i < 9; i++) {
            if (i == 4) {
                Throwable failed = failure(acks.get(i));
                assertInstanceOf(SaveFailedException.class, failed);
                assertInstanceOf(IOException.class, failed.getCause());
            } else {
                applied(acks.get(i));
            }
        }
        List<StoredResult> results = get(store().results(0, 100));
        assertEquals(8, results.size());
        for (int i = 0; i < 8; i++) {
            assertEquals(i + 1, results.get(i).commitSequence(), "the order of commits has a gap");
        }
        assertEquals(JobState.LEASED, find("job4").state());
        assertEquals(0, find("job4").costMicros());
        assertEquals(Optional.of(Bytes.utf8("job8")), get(store().value("last")));
        applied(store().ack(leases.get(4), 7, storing("second try")));
        assertEquals(9, get(store().result("job4")).orElseThrow().commitSequence());
    }

    @Test
    default void resultsComeInPages() {
        for (int i = 1; i <= 5; i++) {
            applied(store().ack(leased("job" + i), 0, storing("r" + i)));
        }
        List<StoredResult> first = get(store().results(0, 2));
        assertEquals(
                List.of("job1", "job2"), first.stream().map(StoredResult::jobId).toList());
        List<StoredResult> rest = get(store().results(first.get(1).commitSequence(), 100));
        assertEquals(
                List.of("job3", "job4", "job5"),
                rest.stream().map(StoredResult::jobId).toList());
        assertEquals(List.of(), get(store().results(5, 10)));
    }

    @Test
    default void aUsersOwnWriteJoinsTheAck() {
        needs(Ability.JOINS_SQL);
        applied(store().ack(
                        leased("table"),
                        0,
                        transaction -> sql(
                                transaction.unwrap(Connection.class).orElseThrow(), "CREATE TABLE invoice (id TEXT)")));
        applied(store().ack(
                        leased("a"),
                        0,
                        transaction -> sql(
                                transaction.unwrap(Connection.class).orElseThrow(),
                                "INSERT INTO invoice VALUES ('a')")));
        failure(store().ack(leased("b"), 0, transaction -> {
            sql(transaction.unwrap(Connection.class).orElseThrow(), "INSERT INTO invoice VALUES ('b')");
            throw new IOException("after the write");
        }));
        applied(store().ack(leased("check"), 0, transaction -> {
            Connection connection = transaction.unwrap(Connection.class).orElseThrow();
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT group_concat(id) FROM invoice")) {
                found.next();
                transaction.storeResult(Bytes.utf8(found.getString(1)));
            }
        }));
        assertEquals(Bytes.utf8("a"), get(store().result("check")).orElseThrow().result());
    }

    @Test
    default void aUsersFailedStatementFailsOnlyThatAck() {
        needs(Ability.JOINS_SQL);
        Lease lease = leased("a");
        Throwable failed = failure(store().ack(
                        lease,
                        0,
                        transaction -> sql(
                                transaction.unwrap(Connection.class).orElseThrow(), "INSERT INTO nowhere VALUES (1)")));
        assertInstanceOf(SaveFailedException.class, failed);
        applied(store().ack(lease, 0, storing("second try")));
    }

    @Test
    default void aUserCannotEndTheTransaction() {
        needs(Ability.JOINS_SQL);
        Lease lease = leased("a");
        for (AckWork work : List.<AckWork>of(
                transaction ->
                        transaction.unwrap(Connection.class).orElseThrow().commit(),
                transaction ->
                        transaction.unwrap(Connection.class).orElseThrow().rollback(),
                transaction ->
                        transaction.unwrap(Connection.class).orElseThrow().close(),
                transaction ->
                        transaction.unwrap(Connection.class).orElseThrow().setAutoCommit(true))) {
            assertInstanceOf(SaveFailedException.class, failure(store().ack(lease, 0, work)));
        }
        applied(store().ack(lease, 0, storing("second try")));
    }

    private static void sql(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
